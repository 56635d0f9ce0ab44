"""The sections of the settings, as far as a worker may open them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tirek.agencies.policies import may_coordinate, may_see_approvals
from tirek.agencies.queries import reviews_due
from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.outbox import queries as outbox


@dataclass(frozen=True, slots=True)
class Tab:
    """A section; `count` is how much waits there."""

    url: str
    label: Any
    is_here: bool
    count: int = 0


def tabs_for(by: Actor, here: str) -> list[Tab]:
    """The sections an actor may open, the one that is open marked."""
    found: list[tuple[str, Any, int]] = []
    if Role.AGENCY_ADMIN in by.roles:
        found.append(("agency", _("Organisation"), 0))
        found.append(("staff", _("Staff"), 0))
        found.append(("mail", _("Mail"), outbox.dead().count()))
    if may_coordinate(by):
        found.append(("oblast", _("Organisations of the oblast"), 0))
    if may_see_approvals(by):
        found.append(("approvals", _("Approvals"), reviews_due(by)))
    return [Tab(reverse(f"agencies:{name}"), label, name == here, count) for name, label, count in found]
