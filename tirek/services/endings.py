"""How the ending of a line is said and shown: a word, a tone, an icon and the reason behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.services.models import Service
from tirek.services.queries import ending_of


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
    ending: str
    look: Look
    reason: str
    detail: str

    @property
    def is_given(self) -> bool:
        """Whether the service was given."""
        return self.ending == "given"


def line_of(service: Service) -> Line:
    """Put the ending of a line into words; the line must be read with its endings."""
    ending = ending_of(service)
    reason, detail = _why(service, ending)
    return Line(service, ending, LOOKS[ending], reason, detail)


def _why(service: Service, ending: str) -> tuple[str, str]:
    """The reason and whatever was written beside it."""
    match ending:
        case "refused":
            letter = (
                _("letter: %(number)s") % {"number": service.refusal.letter} if service.refusal.letter else ""
            )
            return service.refusal.reason.name, " · ".join(filter(None, (service.refusal.detail, letter)))
        case "declined":
            return "", service.decline.detail
        case "no_show":
            return "", service.no_show.detail
        case "lost_contact":
            return str(service.lost_contact.get_cause_display()), service.lost_contact.detail
        case "unmet":
            wish = service.unmet_demand.wish
            return (_("the wish is kept: %(wish)s") % {"wish": wish} if wish else _("the wish is kept")), ""
    return "", ""
