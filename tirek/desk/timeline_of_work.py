"""Needs, plans, attempts and lost contact as happenings of a person's timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.cases.plan_history import Planned
from tirek.desk.timeline import Happening
from tirek.visits.history import Lost, Tried

_PLANNED: Final[Mapping[str, tuple[Promise, str, str]]] = {
    "noted": (gettext_lazy("A need was noted"), "info", "list-check"),
    "met": (gettext_lazy("A need was met"), "ok", "check"),
    "declined": (gettext_lazy("Declined for now"), "warn", "hand-stop"),
    "lapsed": (gettext_lazy("No longer needed"), "", "ban"),
    "approved": (gettext_lazy("The plan was agreed"), "ok", "route"),
    "closed": (gettext_lazy("The work on the plan ended"), "", "flag"),
    "done": (gettext_lazy("A step was done"), "ok", "check"),
}
# icons: list-check check hand-stop ban route flag


def of_plans(planned: Sequence[Planned]) -> Iterator[Happening]:
    """Needs and plans."""
    for one in planned:
        title, tone, icon = _PLANNED[one.what]
        words = str(title)
        if one.number:
            words = _("The plan was agreed, version %(number)s") % {"number": one.number}
        text = " · ".join(part for part in (one.text, one.detail) if part)
        yield Happening(one.on, "plan", words, text, who=one.who, tone=tone, icon=icon)


def of_contacts(tried: Sequence[Tried]) -> Iterator[Happening]:
    """Attempts to reach the person; the ones struck out are told too."""
    for one in tried:
        yield Happening(
            localdate(one.at),
            "contacts",
            f"{capfirst(one.way_words)}: {one.outcome_words}",
            one.note,
            who=one.who,
            tone=one.tone,
            icon=one.icon,
            is_struck=one.struck_at is not None,
        )


def of_episodes(lost: Sequence[Lost]) -> Iterator[Happening]:
    """Contact lost, and the return."""
    for one in lost:
        words = " · ".join(part for part in (one.reason_words, one.cause_words, one.note) if part)
        yield Happening(
            one.declared_on,
            "contacts",
            _("Contact was lost"),
            words,
            who=one.who,
            tone="bad",
            icon="phone-off",
        )
        if one.returned_on is not None:
            back = _("In touch again")
            yield Happening(
                one.returned_on,
                "contacts",
                back,
                one.return_note,
                who=one.agency,
                tone="ok",
                icon="user-check",
            )
