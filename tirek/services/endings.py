"""How the ending of a line is said and shown: a word, a tone, an icon and the reason behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.services.models import LostContact, Service
from tirek.services.queries import Ended, endings_of, refusal_reasons


@dataclass(frozen=True, slots=True)
class Look:
    """A word, a tone and an icon of the kit for one ending."""

    label: str | Promise
    choice: str | Promise
    tone: str
    icon: str


LOOKS: Final[dict[str, Look]] = {
    "given": Look(gettext_lazy("given"), gettext_lazy("Given"), "ok", icon="check"),
    "refused": Look(
        gettext_lazy("the provider refused"), gettext_lazy("The provider refused"), "bad", icon="ban"
    ),
    "declined": Look(
        gettext_lazy("the person declined for now"),
        gettext_lazy("The person declined for now"),
        "warn",
        icon="hand-stop",
    ),
    "no_show": Look(gettext_lazy("did not come"), gettext_lazy("Did not come"), "warn", icon="user-x"),
    "lost_contact": Look(gettext_lazy("contact lost"), gettext_lazy("Contact lost"), "bad", icon="phone-off"),
    "unmet": Look(
        gettext_lazy("no suitable programme"), gettext_lazy("No suitable programme"), "info", icon="bulb"
    ),
    "open": Look(gettext_lazy("not finished"), gettext_lazy("Not finished yet"), "", icon="progress"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the journal with its ending in words."""

    service: Service
    ended: Ended
    look: Look
    reason: str
    detail: str

    @property
    def ending(self) -> str:
        """How the line ended."""
        return self.ended.ending

    @property
    def is_given(self) -> bool:
        """Whether the service was given."""
        return self.ended.ending == "given"


def lines_of(services: Sequence[Service]) -> list[Line]:
    """Put the endings of some lines into words, by one or two queries whatever their number."""
    endings = endings_of(service.pk for service in services)
    reasons = refusal_reasons(ended.reason_id for ended in endings.values() if ended.reason_id is not None)
    found = []
    for service in services:
        ended = endings.get(service.pk, Ended())
        reason = reasons[ended.reason_id].name if ended.reason_id is not None else ""
        found.append(Line(service, ended, LOOKS[ended.ending], *why(ended, reason)))
    return found


def why(ended: Ended, coded: str) -> tuple[str, str]:
    """The reason and whatever was written beside it; `coded` is the name of the reason with which a provider refused."""
    match ended.ending:
        case "refused":
            letter = _("letter: %(number)s") % {"number": ended.letter} if ended.letter else ""
            return coded, " · ".join(filter(None, (ended.detail, letter)))
        case "lost_contact":
            return str(LostContact.Cause(ended.cause).label), ended.detail
        case "unmet" if ended.wish:
            return _("the wish is kept: %(wish)s") % {"wish": ended.wish}, ""
        case "unmet":
            return _("the wish is kept"), ""
    return "", ended.detail
