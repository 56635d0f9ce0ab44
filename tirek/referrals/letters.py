"""A letter put together: the values of its text, its letterhead, and the sheet that Word and PDF are both made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import override

from tirek.agencies.models import Agency
from tirek.agencies.queries import name_on
from tirek.referrals import letter_texts as texts
from tirek.referrals.discreet import is_discreet_to, revealing
from tirek.referrals.letter_models import Language, Letter, Letterhead, LetterKind, LetterText
from tirek.referrals.models import NextStep, Referral, ReferralMove, Verb
from tirek.services.models import RefusalReason
from tirek.ui.formats import short_date

WORDS: Final = {
    "ru": {
        "from": "от",
        "reply": "На № {number} от {day}",
        "to_person": "Человеку, для которого просили помощь",
        "born": "возраст: {n}",
        "page": "Письмо № {number}",
    },
    "kk": {
        "from": "күні",
        "reply": "{day} күнгі № {number} хатқа",
        "to_person": "Көмек сұралған адамға",
        "born": "жасы: {n}",
        "page": "№ {number} хат",
    },
}


class Reveals(ValueError):
    """A letter to an employer or a school that tells of a record; `words` are the words that do."""

    def __init__(self, words: Sequence[str]) -> None:
        super().__init__(", ".join(words))
        self.words = list(words)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a letter, in its own language: Word and PDF are made of nothing else."""

    head: str
    contacts: str
    number: str
    reply: str
    to: str
    title: str
    paragraphs: Sequence[str]
    signer_post: str
    signer: str
    footer: str
    language: str
    day: date


def letterhead_of(agency: Agency) -> Letterhead:
    """An agency's own letterhead, or an empty one."""
    return Letterhead.objects.filter(pk=agency.pk).first() or Letterhead(agency=agency)


def name_to(agency: Agency, receiver: Agency | None, language: str) -> str:
    """Under which name an agency writes: its neutral one to employers and schools; raises Reveals where its name tells and it has none."""
    kept = letterhead_of(agency)
    own = {"ru": kept.head_ru, "kk": kept.head_kk}[language] or name_on(
        agency, timezone.localdate(), language
    )
    if not is_discreet_to(receiver):
        return own
    neutral = {"ru": kept.neutral_ru, "kk": kept.neutral_kk}[language] or kept.neutral_ru
    name = neutral or own
    if words := revealing(name):
        raise Reveals(words)
    return name


def check_discreet(receiver: Agency | None, *said: str) -> None:
    """Raise Reveals where something that goes to an employer or a school tells of a record."""
    if is_discreet_to(receiver) and (words := revealing(*said)):
        raise Reveals(words)


def body_for(referral: Referral, kind: str, language: str, by_agency: Agency) -> str:
    """The first text of a letter: the agency's own template, or the built-in one, with its values."""
    own = LetterText.objects.filter(agency=by_agency, kind=kind, language=language).first()
    body = own.body if own else texts.BUILT_IN[LetterKind(kind), Language(language)]
    with override(language):
        return texts.fill(body, values_of(referral, language, by_agency, addressee_of(referral, kind)))


def addressee_of(referral: Referral, kind: str) -> Agency | None:
    """To whom a letter of this kind goes: None is the person."""
    if kind == LetterKind.PERSON:
        return None
    return referral.to_agency if kind == LetterKind.REFERRAL else referral.from_agency


def values_of(referral: Referral, language: str, us: Agency, receiver: Agency | None) -> Mapping[str, str]:
    """What stands for each name in braces, in the letter's language."""
    words = WORDS[language]
    age = words["born"].format(n=referral.age) if referral.age else ""
    refusal = last_refusal(referral)
    return {
        "person": ", ".join(part for part in (referral.initials, age) if part),
        "kind": named(referral.kind, language),
        "asked": referral.asked_for,
        "due": short_date(timezone.localdate(referral.due_at)) if referral.due_at else "",
        "contact": letterhead_of(us).contacts
        or (referral.contact if us.id == referral.from_agency_id else ""),
        "us": name_to(us, receiver, language),
        "sender": name_on(referral.from_agency, timezone.localdate(), language),
        "referral": referral.numbered,
        "sent_on": short_date(
            referral.paper_on or (timezone.localdate(referral.sent_at) if referral.sent_at else None)
        ),
        **_refused(refusal, language),
    }


def _refused(refusal: ReferralMove | None, language: str) -> dict[str, str]:
    if refusal is None:
        return {}
    reason = RefusalReason.objects.filter(code=refusal.reason).first()
    step = str(NextStep(refusal.next_step).label) if refusal.next_step else ""
    if refusal.next_agency is not None:
        step = f"{step}: {name_on(refusal.next_agency, timezone.localdate(), language)}"
    return {
        "reason": named(reason, language) if reason else refusal.reason,
        "note": refusal.note,
        "next_step": step,
    }


def last_refusal(referral: Referral) -> ReferralMove | None:
    """The refusal that stands last in the history."""
    moves = referral.moves.filter(verb=Verb.REFUSE).select_related("next_agency")
    return moves.order_by("-at").first()


def named(row: object, language: str) -> str:
    """The name of a reference row in a language, the Russian one where there is no other."""
    return str(getattr(row, f"name_{language}", "") or getattr(row, "name_ru", ""))


def sheet_of(letter: Letter) -> Sheet:
    """The letter as it is set; raises Reveals for one that tells an employer or a school of a record."""
    language, receiver = letter.language, letter.to_agency
    kept, words = letterhead_of(letter.agency), WORDS[letter.language]
    head = name_to(letter.agency, receiver, language)
    contacts = kept.contacts
    day = letter.registered_on or timezone.localdate()
    is_reply = letter.kind == LetterKind.REFUSAL and letter.referral.numbered
    sent_on = letter.referral.paper_on or (
        timezone.localdate(letter.referral.sent_at) if letter.referral.sent_at else None
    )
    check_discreet(receiver, head, contacts, letter.body, letter.signer_post)
    return Sheet(
        head=head,
        contacts=contacts,
        number=f"№ {letter.numbered} {words['from']} {short_date(day)}" if letter.numbered else "",
        reply=words["reply"].format(number=letter.referral.numbered, day=short_date(sent_on))
        if is_reply
        else "",
        to=name_on(receiver, day, language) if receiver else words["to_person"],
        title=texts.TITLES[LetterKind(letter.kind), Language(language)],
        paragraphs=[one for one in letter.body.replace("\r\n", "\n").split("\n\n") if one.strip()],
        signer_post=letter.signer_post,
        signer=letter.signer,
        footer=words["page"].format(number=letter.numbered) if letter.numbered else "",
        language=language,
        day=day,
    )
