"""Reads: what one person needs, in words, and what waits for what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from tirek.access.queries import own_sights
from tirek.audit.actors import Actor
from tirek.cases.models import HelpKind, Need, NeedBlock
from tirek.gate.categories import Category

TONES: Final = {"open": "", "in_work": "info", "met": "ok", "declined": "warn", "lapsed": ""}
ICONS: Final = {
    "open": "circle-dashed",
    "in_work": "progress",
    "met": "check",
    "declined": "hand-stop",
    "lapsed": "ban",
}
# icons: circle-dashed progress check hand-stop ban


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as the page shows it: with what must be settled first, and what it holds up."""

    need: Need
    waits_for: list[Need]
    holds_up: list[Need]
    is_ours: bool

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return "warn" if self.is_held else TONES[self.need.state]

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return "hourglass" if self.is_held else ICONS[self.need.state]

    @property
    def is_held(self) -> bool:
        """Whether it waits for another need."""
        return bool(self.waits_for) and not self.need.is_ended


def needs_of(person_ids: Sequence[UUID]) -> QuerySet[Need]:
    """Everything a person needs as far as the reader sees it: what is not settled first, the newest first."""
    needs = Need.objects.filter(person_id__in=person_ids).select_related("kind", "agency")
    return needs.order_by("ended_on", "-noted_on", "kind__position", "id")


def rows(person_ids: Sequence[UUID], agency_id: UUID) -> list[NeedRow]:
    """The needs of a person by two queries, whatever their number."""
    needs = {need.id: need for need in sorted(needs_of(person_ids), key=lambda one: one.is_ended)}
    waits: dict[UUID, list[Need]] = defaultdict(list)
    holds: dict[UUID, list[Need]] = defaultdict(list)
    for blocked, blocker in NeedBlock.objects.filter(blocked_id__in=list(needs)).values_list(
        "blocked_id", "blocker_id"
    ):
        if blocked not in needs or blocker not in needs or needs[blocker].is_ended:
            continue
        waits[blocked].append(needs[blocker])
        if not needs[blocked].is_ended:
            holds[blocker].append(needs[blocked])
    return [NeedRow(need, waits[id], holds[id], need.agency_id == agency_id) for id, need in needs.items()]


def may_keep_health(person_id: UUID, by: Actor) -> bool:
    """Whether the reader may write down and see what somebody needs in health: by role, and by the person's separate consent."""
    return Category.HEALTH in by.categories and any(
        Category.HEALTH in sight.categories for sight in own_sights(person_id)
    )


def kinds_for(*, with_health: bool) -> list[HelpKind]:
    """The kinds of help a need may be filed under."""
    return [kind for kind in HelpKind.objects.all() if with_health or kind.category != Category.HEALTH]
