"""Whether a worker may act on a referral, for which side, and if not, why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from tirek.agencies.models import Agency
from tirek.audit.actors import Actor
from tirek.gate.categories import Category
from tirek.grants.models import Category as HelpCategory
from tirek.people.policies import WORK_WITH_PEOPLE
from tirek.referrals.machine import Side, Verb, edge
from tirek.referrals.models import Outcome, Referral, Status
from tirek.services.models import ServiceKind

TELLING: Final = frozenset({Verb.START, Verb.COMPLETE, Verb.FAIL})
"""What tells whether the person came."""
ANSWERED_HERE: Final = (Referral.Channel.ONLINE, Referral.Channel.LINK)
"""Ways on which the answer comes through the program: elsewhere its silence says nothing."""
SHELTERS: Final = frozenset({Agency.Kind.ADAPTATION, Agency.Kind.FAMILY_SUPPORT})
"""Where a bed tonight is asked for in hours."""


def may_work(by: Actor) -> bool:
    """Referrals are sent and answered by those who work with people, not by who counts or runs; or by whoever holds the link."""
    return not by.roles or bool(WORK_WITH_PEOPLE & by.roles)


def may_tell(by: Actor) -> bool:
    """What a journal tells of referrals afterwards is written by whoever may write in the journal itself."""
    return by.agency_id is not None and by.categories >= {Category.IDENTITY, Category.SOCIAL}


def category_of(kind: ServiceKind) -> Category:
    """Help of a medical kind is health: even that it was asked for is a secret."""
    return Category.HEALTH if kind.category == HelpCategory.MEDICAL else Category.SOCIAL


def is_sender(referral: Referral, by: Actor) -> bool:
    """The agency that asks; of a referral that came on paper also the one that entered it, on the paper's word."""
    return by.agency_id == referral.from_agency_id or (
        by.agency_id == referral.to_agency_id and referral.entered_by_id == referral.to_agency_id
    )


def is_provider(referral: Referral, by: Actor) -> bool:
    """The agency asked; of a referral that does not travel in the program also the sender, who was told by paper or by phone."""
    return by.agency_id == referral.to_agency_id or (
        by.agency_id == referral.from_agency_id and referral.channel != Referral.Channel.ONLINE
    )


def sides_of(referral: Referral, by: Actor) -> set[Side]:
    """For whom this actor may speak: either side also takes the person's own word."""
    if by.agency_id not in (referral.from_agency_id, referral.to_agency_id):
        return set()
    sides = {Side.CLIENT}
    if is_sender(referral, by):
        sides.add(Side.SENDER)
    if is_provider(referral, by):
        sides.add(Side.PROVIDER)
    return sides


_KNOWS: Final = """SELECT EXISTS (SELECT FROM services_service line WHERE line.id = %(source)s AND line.agency_id = %(agency)s) OR CASE WHEN authz.supervises() THEN authz.told_to_supervision(%(person)s, %(category)s::smallint)
    ELSE EXISTS (SELECT FROM gate_permit WHERE person_id = %(person)s AND category = %(category)s
        AND valid_from <= statement_timestamp() AND valid_to > statement_timestamp()) END"""


def may_know_outcome(referral: Referral, by: Actor) -> bool:
    """Whether the person came is known to the provider, to a sender with a permit, to supervision only by the person's consent.

    What the sender's own journal says of it, the sender knows too.
    """
    if by.agency_id == referral.to_agency_id:
        return True
    is_sent = by.agency_id == referral.from_agency_id
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {"person": referral.person_id, "category": referral.category}
        own = {"source": referral.source, "agency": referral.from_agency_id if is_sent else None}
        cursor.execute(_KNOWS, asked | own)
        return bool(cursor.fetchone()[0]) and referral.category in by.categories


def code_of(referral: Referral, outcome: Outcome | None) -> Status:
    """Where the referral really stands, as far as the reader may know."""
    status = Status(referral.status)
    return Status(outcome.status) if status == Status.ACCEPTED and outcome is not None else status


def open_verbs(referral: Referral, outcome: Outcome | None, by: Actor) -> Iterator[Verb]:
    """What this actor may do now."""
    if not may_work(by):
        return
    sides = sides_of(referral, by)
    knows = referral.status == Status.ACCEPTED and may_know_outcome(referral, by)
    for verb in Verb:
        taken = edge(code_of(referral, outcome), verb, referral.hold)
        if taken is None or (referral.closed_at is not None and verb != Verb.MISTAKE):
            continue
        if verb in TELLING and not knows:
            continue
        own = sides - {Side.CLIENT}
        if taken.sides & own:
            yield verb


def is_relayed(verb: Verb, referral: Referral, outcome: Outcome | None, by: Actor) -> bool:
    """Whether it is the asked agency's word, which its sender only writes down: it answered on paper or by telephone."""
    taken = edge(code_of(referral, outcome), verb, referral.hold)
    return referral.to_agency_id != by.agency_id and taken is not None and Side.SENDER not in taken.sides


def runs_out(referral: Referral) -> bool:
    """Whether silence may end a referral: only where an answer would have come through the program.

    One on paper, in the person's own hand or by phone may have been answered there; and whoever enters what was due long ago, from
    a workbook or an old file, writes down history: no clock of ours ever ran for it.
    """
    answered_here = referral.channel in ANSWERED_HERE
    return answered_here and referral.due_at is not None and referral.made_at <= referral.due_at


def may_pass_on(parent: Referral, by: Actor) -> bool:
    """An onward referral is made by whoever was asked and accepted, or by the sender of a refused one."""
    if not may_work(by):
        return False
    if parent.status == Status.REJECTED:
        return is_sender(parent, by)
    return parent.status == Status.ACCEPTED and by.agency_id == parent.to_agency_id
