"""The queue of possible pairs: who puts a pair there, and the search through an agency's records that fills it.

The search asks the online path for every spelling said since it came by the last time. What a person decided is never asked again:
pairs kept apart, joined or already waiting are left out. Of a record elsewhere the queue keeps only that it exists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tirek.audit import actions as journal
from tirek.audit.actors import MACHINE, Actor
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.gate.categories import Category
from tirek.linkage import Subject
from tirek.people import matching
from tirek.people.models import JoinRequest, PairDecision, PairSearch, Person, PersonRecord, PossiblePair

Source = PossiblePair.Source
_FROM: Final = {
    "applications": Source.IMPORT,
    "services": Source.IMPORT,
    "file": Source.IMPORT,
    "typed": Source.INTAKE,
    "person": Source.INTAKE,
    "paper": Source.INTAKE,
    "agency": Source.NOTICE,
}
"""By the source of the record that was asked for: who brought the pair."""
MOST_AT_ONCE: Final = 20_000
"""Spellings that one run asks for: what is left over the next run takes up."""
_OF_ONE: Final = 5
"""Pairs that one spelling may bring: a whole village of namesakes is nobody's queue."""
_CHUNK: Final = 500
_OVERLAP: Final = timedelta(minutes=10)
"""A transaction that said something before we looked may have ended after."""


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody who may be the same person."""

    id: UUID
    is_open: bool
    outcome: str
    bits: float
    reasons: list[str]


@dataclass(slots=True)
class Searched:
    """What one run of the search did."""

    spellings: int = 0
    found: int = 0
    is_done: bool = True


def _pairable(mine: UUID, other: UUID) -> str:
    """Empty where two records may be joined, else why not; `mine` is one of the actor's agency."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.pairable(%s, %s)", [mine, other])
        return str(cursor.fetchone()[0])


def are_kept_apart(mine: UUID, other: UUID) -> bool:
    """Whether somebody said that these two, or records joined to them, are never one person."""
    return _pairable(mine, other) == "apart"


@transaction.atomic
def queue_pair(
    *,
    person: Person,
    other_id: UUID,
    source: str,
    source_id: UUID | None = None,
    outcome: str = "maybe",
    bits: float | None = None,
    reasons: list[str] | None = None,
    by: Actor,
) -> bool:
    """Put two records before a person, once; False where it waits already, was decided, or is one person's.

    `person` is the actor's own agency's; of a record the actor does not see neither score nor reasons are kept.
    """
    assert by.agency_id is not None
    seen = Person.objects.filter(pk=other_id).first()
    anchor = person.anchor_id
    other = seen.anchor_id if seen else other_id
    if _pairable(anchor, other) != "":
        return False
    if seen is not None and seen.registered_by_id == by.agency_id and seen.number < person.number:
        anchor, other = other, anchor
    known = PossiblePair.objects.filter(person_id__in=(anchor, other), other_id__in=(anchor, other))
    asked = JoinRequest.objects.filter(
        one_id__in=(anchor, other), other_id__in=(anchor, other), answer="waiting"
    )
    if known.filter(agency_id=by.agency_id).exists() or asked.exists():
        return False
    is_open = seen is not None
    pair = PossiblePair.objects.create(
        agency_id=by.agency_id,
        person_id=anchor,
        other_id=other,
        is_elsewhere=not is_open,
        source=source,
        source_id=source_id,
        outcome=outcome,
        bits=round(bits, 1) if is_open and bits is not None else None,
        reasons=list(reasons or ()) if is_open else [],
    )
    journal.write("people.queue_pair", pair, person=anchor, detail={"source": str(source)}, by=by)
    return True


def searcher_of(agency_id: UUID) -> Actor:
    """The machine on behalf of one agency: it sees who its people are, and nothing else."""
    return Actor(id=MACHINE.id, agency_id=agency_id, categories=frozenset({int(Category.IDENTITY)}))


def search(
    *, agency_id: UUID, tell: Callable[[int], None] = lambda _: None, most: int = MOST_AT_ONCE
) -> Searched:
    """Look for pairs in what an agency's records have said since the last time; each chunk is its own transaction."""
    done, by = Searched(), searcher_of(agency_id)
    began = timezone.now()
    with act_as(by, purpose="pairs"):
        last = PairSearch.objects.filter(agency_id=agency_id).first()
        said = PersonRecord.objects.filter(person__registered_by_id=agency_id)
        if last is not None:
            same_moment = Q(said_at=last.searched_to, id__gt=last.last_id) if last.last_id else Q(pk__in=[])
            said = said.filter(Q(said_at__gt=last.searched_to) | same_moment)
        ids = list(said.order_by("said_at", "id").values_list("id", "said_at")[: most + 1])
    done.is_done = len(ids) <= most
    waiting = iter(ids[:most])
    while chunk := list(islice(waiting, _CHUNK)):
        with act_as(by, purpose="pairs"):
            done.found += _search([one for one, _ in chunk], by)
            done.spellings += len(chunk)
            _come_to(agency_id, chunk[-1][1], chunk[-1][0])
        tell(done.spellings)
    if done.is_done:
        with act_as(by, purpose="pairs"):
            _come_to(agency_id, began - _OVERLAP)
    return done


def _come_to(agency_id: UUID, moment: datetime, last_id: UUID | None = None) -> None:
    come = {"searched_to": moment, "last_id": last_id}
    PairSearch.objects.update_or_create(agency_id=agency_id, defaults=come)


def search_soon(agency_id: UUID) -> None:
    """Have an agency's new records looked through at once and not in the night; one search at a time is enough."""
    one = f"pairs:{agency_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        task = app.configure_task(
            "people.find_pairs_of", allow_unknown=True, queue="pairs", lock=one, queueing_lock=one
        )
        task.defer(agency_id=str(agency_id))


def _search(ids: list[UUID], by: Actor) -> int:
    found = 0
    for record, subject in _spellings(ids):
        for met in islice(_likely(subject, record.person), _OF_ONE):
            found += queue_pair(
                person=record.person,
                other_id=met.id,
                source=_FROM.get(record.source, Source.BATCH),
                source_id=record.source_id,
                outcome=met.outcome,
                bits=met.bits,
                reasons=met.reasons,
                by=by,
            )
    return found


def _spellings(ids: list[UUID]) -> Iterator[tuple[PersonRecord, Subject]]:
    """These records in comparable form; a spelling in which nothing new is said is asked once."""
    records = PersonRecord.objects.filter(pk__in=ids).select_related("person")
    met: set[tuple[UUID, Subject]] = set()
    for record in records.annotate(digest=vault.digest_of("person_id")).order_by("said_at", "id"):
        digest = record.digest
        subject = Subject(
            surname=record.surname,
            given=record.given,
            patronymic=record.patronymic,
            birth_on=record.birth_on,
            birth_year=record.birth_year,
            sex=record.sex or None,  # type: ignore[arg-type]
            iin_digest=bytes(digest) if digest is not None else None,
        )
        if (record.person_id, subject) not in met:
            met.add((record.person_id, subject))
            yield record, subject


def _likely(subject: Subject, person: Person) -> Iterator[Met]:
    mine = {person.pk, person.head_id, person.canonical_id}
    decision, is_open = matching.find_others(subject, but=mine)
    for place, one in enumerate(decision.likely):
        is_same = place == 0 and decision.outcome == "same"
        yield Met(
            id=one.id,
            is_open=is_open[one.id],
            outcome="same" if is_same else "maybe",
            bits=one.score.bits,
            reasons=[reason.code for reason in one.score.reasons],
        )


@dataclass(frozen=True, slots=True)
class Label:
    """A pair that people decided on, in comparable form and without names: what weights may be trained on."""

    left: Subject
    right: Subject
    is_same: bool
    bits: float | None


def labels() -> Iterator[Label]:
    """Standing decisions on pairs both of whose records the actor sees; nothing is learned unless somebody asks for this."""
    standing = PairDecision.objects.filter(ended_at__isnull=True)
    for decision in standing.filter(agency_id=F("other_agency_id")).order_by("decided_at", "id"):
        ids = list(
            PersonRecord.objects.filter(person_id__in=(decision.one_id, decision.other_id)).values_list(
                "id", flat=True
            )
        )
        forms: dict[UUID, Subject] = {}
        for record, subject in _spellings(ids):
            forms.setdefault(record.person_id, subject)
        if {decision.one_id, decision.other_id} <= forms.keys():
            yield Label(
                forms[decision.one_id],
                forms[decision.other_id],
                decision.outcome == PairDecision.Outcome.SAME,
                decision.bits,
            )
