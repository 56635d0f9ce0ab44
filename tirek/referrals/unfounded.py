"""Refusals by sender with their reasons, and which of them were unfounded requests: the teaching feedback that 2017 lacked.

Unfounded is a request for help the person did not need or was not meant for; that the packages ran out is nobody's mistake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from tirek.agencies.models import Agency
from tirek.referrals.letters import named
from tirek.referrals.models import Referral, ReferralMove, Status, Verb
from tirek.services.models import RefusalReason
from tirek.services.needed import NOT_FOR_THEM

UNFOUNDED: Final = frozenset(NOT_FOR_THEM)
"""Codes of the reasons that say so of the request, and not of the provider's means."""
ASKED, REFUSED, UNFOUNDED_ONES = "asked", "refused", "unfounded"
"""Numbers of a sender that open their rows; beside them the code of each reason does."""


@dataclass(slots=True)
class ByReason:
    """How often a sender was refused for one reason."""

    code: str
    name: str
    count: int
    is_unfounded: bool


@dataclass(slots=True)
class Sender:
    """One sender: how much it asked of this organisation in a year, and what was refused."""

    agency: Agency
    asked: int
    reasons: list[ByReason] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """All refusals."""
        return sum(one.count for one in self.reasons)

    @property
    def unfounded(self) -> int:
        """Those for which the request was unfounded."""
        return sum(one.count for one in self.reasons if one.is_unfounded)

    @property
    def percent(self) -> int:
        """The share of unfounded requests, in whole percent."""
        return round(100 * self.unfounded / self.asked) if self.asked else 0


def _received(agency_id: UUID, year: int) -> QuerySet[Referral]:
    return (
        Referral.objects.filter(to_agency_id=agency_id)
        .exclude(status=Status.ENTERED_IN_ERROR)
        .filter(sent_at__year=year)
    )


def _reasons(received: QuerySet[Referral]) -> dict[UUID, str]:
    """Why each of the refused was refused, as it was last."""
    refused = received.filter(status=Status.REJECTED)
    told = ReferralMove.objects.filter(verb=Verb.REFUSE, referral__in=refused).order_by("at", "version")
    return dict(told.values_list("referral", "reason"))


def by_sender(agency_id: UUID, year: int) -> Sequence[Sender]:
    """The senders of a year, whoever had most unfounded requests first; a referral that was refused twice counts once, as it was last."""
    received = _received(agency_id, year)
    asked = dict(received.values_list("from_agency").annotate(n=Count("pk")))
    senders = dict(received.filter(status=Status.REJECTED).values_list("pk", "from_agency"))
    counts = Counter((senders[referral], reason) for referral, reason in _reasons(received).items())
    return _put_together(asked, counts)


def rows(agency_id: UUID, year: int, sender_id: UUID, of: str) -> QuerySet[Referral]:
    """The referrals behind one number of a sender: all that were asked, the refused, the unfounded, or those of one reason."""
    received = _received(agency_id, year).filter(from_agency_id=sender_id)
    if of == ASKED:
        return received
    wanted = [
        referral
        for referral, reason in _reasons(received).items()
        if of in (REFUSED, reason) or (of == UNFOUNDED_ONES and reason in UNFOUNDED)
    ]
    return received.filter(pk__in=wanted)


def _put_together(asked: dict[UUID, int], counts: Mapping[tuple[UUID, str], int]) -> Sequence[Sender]:
    language = get_language() or "ru"
    names = {
        one.code: named(one, language)
        for one in RefusalReason.objects.filter(code__in={code for _, code in counts})
    }
    agencies = Agency.objects.in_bulk(list(asked))
    found = {agency: Sender(agencies[agency], number) for agency, number in asked.items()}
    for (agency, code), count in sorted(counts.items(), key=lambda one: -one[1]):
        found[agency].reasons.append(ByReason(code, names.get(code, code), count, code in UNFOUNDED))
    return sorted(found.values(), key=lambda one: (-one.unfounded, -one.refused, one.agency.name))
