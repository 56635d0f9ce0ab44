"""Which addresses open to which roles: said once, for the pages and for the menu alike.

A door opens rooms, not people: whom somebody sees there, permits say (row security). Source: ux.md, section 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from tirek.agencies.roles import SEES, SOCIAL, Role
from tirek.people.policies import WORK_WITH_PEOPLE

_WITH_PEOPLE: Final = frozenset(role for role in Role if SEES[role])
_WITH_SERVICES: Final = frozenset(role for role in Role if SOCIAL in SEES[role])
_OVER_THEM: Final = frozenset({Role.AGENCY_ADMIN, Role.COORDINATOR, Role.AUDITOR})

_FIGURES: Final = frozenset({Role.DONOR, Role.COORDINATOR})

DOORS: Final[Mapping[str, frozenset[Role]]] = {
    "access": _WITH_PEOPLE | _OVER_THEM,
    "agencies:settings": _OVER_THEM,
    "agencies:mail": frozenset({Role.AGENCY_ADMIN}),
    "agencies:mail_again": frozenset({Role.AGENCY_ADMIN}),
    "agencies:mail_drop": frozenset({Role.AGENCY_ADMIN}),
    "cases": _WITH_SERVICES,
    "desk": _WITH_PEOPLE,
    # What waits for a signature or a review stands there too.
    "desk:my_day": _WITH_PEOPLE | _OVER_THEM,
    # A workbook holds people in the clear until it is written.
    "exchange": frozenset({Role.SOCIAL_WORKER, Role.GRANT_MANAGER}),
    "figures:oblast": _FIGURES,
    "figures:oblast_file": _FIGURES,
    "figures:readers": frozenset({Role.GRANT_MANAGER}),
    "figures:start": _FIGURES,
    # The own agency for whoever works with its people, the oblast in guarded figures for the coordinator.
    "insights": _WITH_SERVICES | frozenset({Role.COORDINATOR}),
    "letters": WORK_WITH_PEOPLE,
    "oversight:findings": frozenset({Role.AUDITOR, Role.AGENCY_ADMIN}),
    # Sent and answered by those who work with people.
    "referrals": WORK_WITH_PEOPLE,
    # Exact figures, and the rows behind them by name; donors and coordinators have pages of their own.
    "reports": frozenset({Role.GRANT_MANAGER}),
    "services": _WITH_SERVICES,
    # What is offered is no secret: everybody who sends people or is asked for help reads it, and says what the own agency has.
    "services:offer": _WITH_PEOPLE | _OVER_THEM,
    "services:offer_add": _WITH_PEOPLE,
    "services:offer_change": _WITH_PEOPLE,
    "services:offer_close": _WITH_PEOPLE,
    "services:offer_left": _WITH_PEOPLE,
    "services:offer_reopen": _WITH_PEOPLE,
    "services:offers": _WITH_PEOPLE | _OVER_THEM,
    "services:who_waits": _WITH_PEOPLE,
    "services:wait": _WITH_PEOPLE,
    "services:leave": _WITH_PEOPLE,
    "visits": _WITH_SERVICES,
}
"""Roles by the name of an address or its first part; what is not listed asks for itself."""


def opens(view_name: str, roles: Iterable[str]) -> bool:
    """Whether an address opens to somebody who holds these roles."""
    door = DOORS.get(view_name) or DOORS.get(view_name.partition(":")[0])
    return door is None or not door.isdisjoint(roles)
