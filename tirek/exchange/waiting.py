"""Rows that wait for somebody to say who they mean, as the queue of possible pairs shows them; they are answered on their own pages."""

from __future__ import annotations

from collections import Counter
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tirek.agencies.roles import Role
from tirek.audit.actors import Actor
from tirek.exchange.queries import waiting_rows
from tirek.exchange.showing import show
from tirek.people.waiting import Beside, WaitingLine

_SHOWN: Final = 10
_COUNTED: Final = 2000
_DOOR: Final = frozenset({Role.SOCIAL_WORKER, Role.GRANT_MANAGER})


def rows_waiting(by: Actor) -> Beside:
    """The first waiting rows of the worker's agency, and of how many rows each candidate waits."""
    if by.agency_id is None or not _DOOR & by.roles:
        return Beside()
    waiting = waiting_rows(by.agency_id)
    behind: Counter[UUID] = Counter()
    total = 0
    for candidates in waiting.values_list("candidates", flat=True)[:_COUNTED]:
        behind.update({UUID(one["person"]) for one in candidates})
        total += 1
    lines = [
        WaitingLine(
            title=one.title,
            detail=" · ".join(
                part
                for part in (
                    f"{one.row.sheet_title}, " + _("row %(row)s") % {"row": one.row.row_number},
                    one.detail,
                )
                if part
            ),
            address=reverse("exchange:compare", args=[one.row.pk]),
            people=[(person.name, reasons) for person, _bits, reasons in one.people],
        )
        for one in (show(list(waiting[:_SHOWN])) if total else [])
    ]
    return Beside(total, lines, behind)
