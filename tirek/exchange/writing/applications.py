"""Applications of a file, entered or corrected."""

from __future__ import annotations

from uuid import UUID, uuid4

from tirek.audit.overlapping import remembered
from tirek.cases import actions as cases
from tirek.cases.actions import ApplicationFacts
from tirek.cases.models import Application
from tirek.exchange.cells import word_of
from tirek.exchange.rows.applications import GROUNDS, REFERRERS, ApplicationRow
from tirek.exchange.staged import Staged
from tirek.exchange.writing.context import Writing, slices
from tirek.exchange.writing.naming import Named, sender_of
from tirek.exchange.writing.people import correct_registered, write_people
from tirek.people.models import MatchDecision


def facts_of(writing: Writing, one: Staged, target_id: UUID) -> ApplicationFacts:
    """What the row says, in the words of the domain."""
    said: ApplicationRow = one.record
    assert said.applied_on is not None
    assert one.row.person_id is not None
    referred_by = word_of(said.referred_by_text, REFERRERS)
    ground = word_of(said.ground_text, GROUNDS)
    is_turned_away = said.entered is False
    return ApplicationFacts(
        id=target_id,
        person_id=one.row.person_id,
        agency_id=writing.file.agency_id,
        grant_id=writing.grant.pk if writing.grant else None,
        number=said.number,
        applied_on=said.applied_on,
        referred_by=referred_by or ("other" if said.referred_by_text else "self"),
        referred_by_text=said.referred_by_text,
        referral_number=said.referral_number,
        social_status_id=writing.words.status(said.social_status, said.applied_on)
        if said.social_status
        else None,
        consent_signed_on=said.consent_signed_on,
        ground=ground or ("other" if said.ground_text else ""),
        ground_text=said.ground_text,
        released_on=said.released_on,
        entered=said.entered,
        reason_id=writing.words.entry_reason(said.reason, writing.by) if is_turned_away else None,
    )


def write(writing: Writing, staged: list[Staged], *, chosen: MatchDecision.Outcome | None = None) -> None:
    """Enter new applications and correct known ones; a row without a person is only remembered as waiting."""
    writing.load_known(staged)
    writing.supersede(staged)
    settled = [(one, writing.target_of(one) or uuid4()) for one in staged if one.row.person_id is not None]
    write_people(writing, settled, chosen=chosen)
    correct_registered(writing, [one for one, _ in settled])
    corrected = Application.every.in_bulk([target for one, target in settled if one.row.known])
    writing.loop.former |= {application.person_id for application in corrected.values()}
    _note_senders(writing, settled)
    for batch in slices(settled):
        fresh = [facts_of(writing, one, target) for one, target in batch if target not in corrected]
        cases.apply_many(applications=fresh, by=writing.by)
        for one, target in batch:
            if target in corrected:
                facts = facts_of(writing, one, target)
                cases.correct(application=corrected[target], facts=facts, by=writing.by)
        writing.remember("application", batch)
    writing.remember("application", [(one, None) for one in staged if one.row.person_id is None])


def _note_senders(writing: Writing, settled: list[tuple[Staged, UUID]]) -> None:
    named = remembered("agencies", lambda: Named(writing))
    for one, target in settled:
        said: ApplicationRow = one.record
        assert one.row.person_id is not None
        writing.loop.people.add(one.row.person_id)
        sender = sender_of(named, said.referred_by_text, said.referral_number)
        if sender is not None:
            writing.loop.senders[target] = sender
