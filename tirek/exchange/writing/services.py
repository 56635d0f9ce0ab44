"""Lines of the journal of services, entered or corrected."""

from __future__ import annotations

from uuid import UUID, uuid4

from tirek.audit.overlapping import remembered
from tirek.exchange.rows.services import ServiceRow
from tirek.exchange.staged import Staged
from tirek.exchange.words import NO_KIND
from tirek.exchange.writing.context import Writing, slices
from tirek.exchange.writing.naming import Named
from tirek.exchange.writing.people import correct_registered, write_people
from tirek.people.models import MatchDecision
from tirek.services import actions as services
from tirek.services.actions import Ending, ServiceFacts
from tirek.services.models import Service


def facts_of(writing: Writing, providers: Named, one: Staged, target_id: UUID) -> ServiceFacts:
    """What the row says, in the words of the domain."""
    said: ServiceRow = one.record
    assert said.happened_on is not None
    assert one.row.person_id is not None
    is_refused = said.ending == Ending.REFUSED
    return ServiceFacts(
        id=target_id,
        person_id=one.row.person_id,
        agency_id=writing.file.agency_id,
        grant_id=writing.grant.pk if writing.grant else None,
        kind_id=writing.words.kind(said.kind or NO_KIND, writing.by),
        provider_id=providers.called(said.provider),
        happened_on=said.happened_on,
        number=said.number,
        wish_of=said.wish_of,
        note=said.note,
        ending=Ending(said.ending),
        reason_id=writing.words.refusal_reason(said.reason, writing.by) if is_refused else None,
        detail=said.detail,
        letter=said.letter,
        wish=said.wish,
        cause=said.cause,
    )


def write(writing: Writing, staged: list[Staged], *, chosen: MatchDecision.Outcome | None = None) -> None:
    """Enter new lines and correct known ones; a row without a person is only remembered as waiting."""
    writing.load_known(staged)
    writing.supersede(staged)
    providers = remembered("agencies", lambda: Named(writing))
    settled = [(one, writing.target_of(one) or uuid4()) for one in staged if one.row.person_id is not None]
    write_people(writing, settled, chosen=chosen)
    correct_registered(writing, [one for one, _ in settled])
    corrected = Service.every.in_bulk([target for one, target in settled if one.row.known])
    writing.loop.former |= {line.person_id for line in corrected.values()}
    for one, target in settled:
        assert one.row.person_id is not None
        writing.loop.people.add(one.row.person_id)
        writing.loop.lines.append(target)
    for batch in slices(settled):
        fresh = [
            facts_of(writing, providers, one, target) for one, target in batch if target not in corrected
        ]
        services.record_many(services=fresh, by=writing.by)
        for one, target in batch:
            if target in corrected:
                services.correct(
                    service=corrected[target], facts=facts_of(writing, providers, one, target), by=writing.by
                )
        writing.remember("service", batch)
    writing.remember("service", [(one, None) for one in staged if one.row.person_id is None])
