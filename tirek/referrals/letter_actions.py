"""Every write on letters: written, handed over for signature, registered with its number, gone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.documents import actions as documents
from tirek.outbox import actions as outbox
from tirek.referrals import letter_texts as texts
from tirek.referrals import letters
from tirek.referrals.letter_files import TYPES
from tirek.referrals.letter_models import Language, Letter, Letterhead, LetterKind, LetterText, ReferralLink
from tirek.referrals.models import Referral, Status
from tirek.referrals.policies import may_work

SET_LETTER: Final = "referrals.set_letter"
SET_SLIP: Final = "referrals.set_slip"
State = Letter.State


class NotYours(PermissionError):
    """This agency or this worker does not write such a letter."""


class NotThere(ValueError):
    """The letter is not where this could be done to it."""


class Changed(RuntimeError):
    """Somebody changed the letter since the form was opened; it holds the letter as it stands now."""

    def __init__(self, letter: Letter) -> None:
        super().__init__(letter.pk)
        self.letter = letter


def kinds_for(referral: Referral, by: Actor) -> list[LetterKind]:
    """Which letters an agency may write about a referral: its sender the referral, whoever refused it the answer and the person's copy."""
    if not may_work(by):
        return []
    found = []
    if by.agency_id == referral.from_agency_id and referral.number:
        found.append(LetterKind.REFERRAL)
    if referral.status == Status.REJECTED or referral.moves.filter(verb="refuse").exists():
        if by.agency_id == referral.to_agency_id:
            found.append(LetterKind.REFUSAL)
        if by.agency_id in (referral.to_agency_id, referral.from_agency_id):
            found.append(LetterKind.PERSON)
    return found


def _agency_of(by: Actor) -> UUID:
    assert by.agency_id is not None
    return by.agency_id


@transaction.atomic
def write(*, referral: Referral, kind: str, language: str, by: Actor) -> Letter:
    """Begin a letter with the text of its template; the one that is being written already is handed back. Raises NotYours, Reveals."""
    if kind not in kinds_for(referral, by):
        raise NotYours(kind)
    agency = Agency.objects.get(pk=_agency_of(by))
    begun = Letter.objects.filter(referral=referral, agency=agency, kind=kind, language=language)
    standing = begun.filter(state__in=[State.DRAFT, State.WAITS]).first()
    if standing is not None:
        return standing
    letter = Letter.objects.create(
        agency=agency,
        referral=referral,
        kind=kind,
        language=language,
        to_agency=letters.addressee_of(referral, kind),
        body=letters.body_for(referral, kind, language, agency),
        made_by=by.id,
    )
    journal.write(
        "referrals.write_letter", letter, person=referral.person_id, detail={"kind": str(kind)}, by=by
    )
    return letter


def _lock(letter: Letter, version: int, by: Actor, *states: str) -> Letter:
    """Hold a letter; raises Changed for another version than was seen, NotThere where it stands elsewhere, NotYours."""
    if not may_work(by):
        raise NotYours(letter.kind)
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.version != version:
        raise Changed(held)
    if held.state not in states:
        raise NotThere(held.state)
    held.version += 1
    return held


@transaction.atomic
def edit(*, letter: Letter, version: int, body: str, by: Actor) -> Letter:
    """Change the text of a letter that nobody has signed; raises Changed, NotThere, letters.Reveals."""
    held = _lock(letter, version, by, State.DRAFT, State.WAITS)
    letters.check_discreet(held.to_agency, body)
    held.body, held.state = body, State.DRAFT
    held.save(update_fields=["body", "state", "version"])
    journal.write("referrals.edit_letter", held, person=held.referral.person_id, by=by)
    return held


@transaction.atomic
def hand_over(*, letter: Letter, version: int, by: Actor) -> Letter:
    """The text is ready: the letter waits for signature and number. Raises letters.Reveals."""
    held = _lock(letter, version, by, State.DRAFT)
    letters.sheet_of(held)
    held.state = State.WAITS
    held.save(update_fields=["state", "version"])
    journal.write("referrals.hand_over_letter", held, person=held.referral.person_id, by=by)
    return held


@transaction.atomic
def sign(
    *, letter: Letter, version: int, signer: str, signer_post: str, registered_on: date, by: Actor
) -> Letter:
    """Write down who signed; the letter gets the next outgoing number of the year, and Word and PDF are set."""
    held = _lock(letter, version, by, State.WAITS)
    held.signer, held.signer_post, held.registered_on = signer, signer_post, registered_on
    letters.sheet_of(held)
    held.year, held.number = registered_on.year, _next_number(held.agency_id, registered_on.year)
    held.state, held.signed_by = State.SIGNED, by.id
    held.save()
    journal.write("referrals.sign_letter", held, person=held.referral.person_id, by=by)
    order(held, by)
    return held


def _next_number(agency_id: UUID, year: int) -> int:
    """The next number of the register; the agency's row makes whoever registers at the same moment wait."""
    Letterhead.objects.get_or_create(agency_id=agency_id)
    Letterhead.objects.select_for_update().get(agency_id=agency_id)
    last = (
        Letter.objects.filter(agency_id=agency_id, year=year)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    return int(last.first() or 0) + 1


def order(letter: Letter, by: Actor) -> None:
    """Have Word and PDF set by the worker: the row is the queue."""
    _defer(SET_LETTER, letter.pk, by)


def order_slip(link: ReferralLink, by: Actor) -> None:
    """Have the paper with the QR set by the worker."""
    _defer(SET_SLIP, link.pk, by)


def _defer(task: str, row: UUID, by: Actor) -> None:
    categories = ",".join(str(one) for one in sorted(by.categories))
    app.configure_task(task, allow_unknown=True, queue="documents").defer(
        row_id=str(row), worker_id=str(by.id), agency_id=str(by.agency_id), categories=categories
    )


@transaction.atomic
def keep_files(*, letter: Letter, bodies: Mapping[str, bytes] | None, by: Actor) -> None:
    """Keep what was set, sealed; None: it could not be set."""
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.pdf_id is not None:
        return
    if bodies is None:
        held.failed_at = timezone.now()
        held.save(update_fields=["failed_at"])
        return
    name = file_name(held)
    stored = {
        kind: documents.store_personal(name=f"{name}.{kind}", mime=TYPES[kind], body=body, by=by)
        for kind, body in bodies.items()
    }
    held.pdf, held.word, held.failed_at = stored["pdf"], stored["docx"], None
    held.save(update_fields=["pdf", "word", "failed_at"])


def file_name(letter: Letter) -> str:
    """A name that says nothing of anybody."""
    return f"letter-{letter.numbered}"


@transaction.atomic
def send_by_mail(*, letter: Letter, version: int, to: str, by: Actor) -> Letter:
    """Send the PDF to the agency it is written to; a person's copy is handed over, never mailed."""
    held = _lock(letter, version, by, State.SIGNED)
    if held.pdf is None or held.pdf.sealed is None or held.to_agency is None:
        raise NotThere("no file")
    text = texts.MAIL[Language(held.language)]
    outbox.put(
        kind="letter",
        to=to,
        text=text,
        key=f"letter:{held.id}",
        language=held.language,
        attachments=[(held.pdf.name, held.pdf.mime, held.pdf.sealed)],
        by=by,
    )
    return _gone(held, Letter.Sent.MAIL, by)


@transaction.atomic
def note_sent(*, letter: Letter, version: int, how: str, by: Actor) -> Letter:
    """Write down that the letter went by post or was handed over."""
    if how not in (Letter.Sent.POST, Letter.Sent.HAND):
        raise NotThere(how)
    return _gone(_lock(letter, version, by, State.SIGNED), how, by)


def _gone(held: Letter, how: str, by: Actor) -> Letter:
    held.state, held.sent_how, held.sent_at = State.SENT, how, timezone.now()
    held.save(update_fields=["state", "sent_how", "sent_at", "version"])
    journal.write(
        "referrals.send_letter", held, person=held.referral.person_id, detail={"how": str(how)}, by=by
    )
    return held


@transaction.atomic
def cancel(*, letter: Letter, version: int, by: Actor) -> Letter:
    """The letter is not needed; one that has a number stays in the register for good."""
    held = _lock(letter, version, by, State.DRAFT, State.WAITS)
    held.state = State.CANCELLED
    held.save(update_fields=["state", "version"])
    journal.write("referrals.cancel_letter", held, person=held.referral.person_id, by=by)
    return held


@transaction.atomic
def keep_text(*, kind: str, language: str, body: str, by: Actor) -> None:
    """Keep an agency's own text, or go back to the built-in one with an empty one; raises texts.UnknownField."""
    texts.check(kind, body)
    agency_id = _agency_of(by)
    if not body.strip():
        LetterText.objects.filter(agency_id=agency_id, kind=kind, language=language).delete()
    else:
        LetterText.objects.update_or_create(
            agency_id=agency_id, kind=kind, language=language, defaults={"body": body.strip()}
        )
    journal.write("referrals.keep_letter_text", detail={"kind": kind, "language": language}, by=by)


@transaction.atomic
def keep_letterhead(*, by: Actor, **said: str) -> Letterhead:
    """Keep how the agency writes."""
    kept, _is_new = Letterhead.objects.update_or_create(agency_id=_agency_of(by), defaults=said)
    journal.write("referrals.keep_letterhead", kept, by=by)
    return kept
