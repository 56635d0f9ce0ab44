"""What a journal tells of referrals afterwards: lines whose help another agency gave, applications that came with a paper.

A workbook brings them long after the day; what each says of a referral stands here, what is written then in `telling`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from django.db import connection

from tirek.audit.actors import Actor
from tirek.gate.categories import Category
from tirek.grants.models import Category as HelpCategory
from tirek.referrals.facts import full_years, initials
from tirek.referrals.machine import Side, Status, Verb
from tirek.referrals.reasons import EndReason
from tirek.services import actions as services
from tirek.services.models import ServiceKind
from tirek.services.queries import ENDINGS
from tirek.services.reference import NO_PROGRAMME, PROGRAMME

NO_STEP: Final = "следующий шаг в журнале не назван"
"""What is written beside a refusal of which the journal says no more; nobody may guess it."""
_DECLINED: Final = {"changed_mind": "person_declined"}
"""Reasons for not entering that a refusal names otherwise."""
_ENDS: Final = {
    "no_show": (EndReason.NO_SHOW, Side.PROVIDER),
    "declined": (EndReason.DECLINED, Side.CLIENT),
    "lost_contact": (EndReason.LOST, Side.PROVIDER),
}
_PERSON: Final = "p.surname, p.given, p.patronymic, p.birth_on, p.birth_year"
_LINES: Final = f"""
    SELECT line.id, line.person_id, line.agency_id, line.provider_id, line.kind_id, kind.category, kind.name_ru, {_PERSON},
        line.happened_on, line.number, line.wish_of, line.note, coalesce(ended.ending, 'open'), coalesce(reason.code, ''),
        coalesce(ended.detail, ''), coalesce(ended.letter, ''), coalesce(ended.wish, ''), (SELECT need.id FROM cases_need need
            WHERE need.person_id = line.person_id AND need.agency_id = line.agency_id AND need.kind_id = kind.help_kind_id
            ORDER BY need.noted_on, need.id LIMIT 1)
    FROM services_service line
    JOIN services_servicekind kind ON kind.id = line.kind_id
    JOIN people_person p ON p.id = line.person_id
    LEFT JOIN LATERAL ({ENDINGS.format(lines="= line.id")}) AS ended(line_id, ending, reason_id, detail, letter, cause, wish) ON true
    LEFT JOIN services_refusalreason reason ON reason.id = ended.reason_id
    WHERE line.id = ANY(%(lines)s) AND line.agency_id = %(agency)s AND line.provider_id <> line.agency_id AND line.struck_at IS NULL
"""  # noqa: S608 — names of our own
_APPLICATIONS: Final = f"""
    SELECT asked.id, asked.person_id, sender.id, asked.agency_id, {_PERSON}, asked.applied_on, asked.referral_number,
        decision.entered, decision.decided_on, reason.code, reason.name_ru, given.id, given.happened_on
    FROM unnest(%(applications)s::uuid[], %(senders)s::uuid[], %(lines)s::uuid[]) AS sender(application, id, line)
    JOIN cases_application asked ON asked.id = sender.application
    JOIN people_person p ON p.id = asked.person_id
    LEFT JOIN cases_entrydecision decision ON decision.application_id = asked.id
    LEFT JOIN cases_entryreason reason ON reason.id = decision.reason_id
    LEFT JOIN LATERAL (SELECT line.id, line.happened_on FROM services_service line
        JOIN services_delivery delivery ON delivery.service_id = line.id
        WHERE line.person_id = asked.person_id AND line.agency_id = asked.agency_id AND line.struck_at IS NULL
            AND line.happened_on >= asked.applied_on
        ORDER BY line.id = sender.line DESC NULLS LAST, line.happened_on, line.number, line.id LIMIT 1) given ON decision.entered
    WHERE asked.agency_id = %(agency)s AND asked.struck_at IS NULL AND asked.referral_number <> '' AND sender.id <> asked.agency_id
"""  # noqa: S608 — names of our own
_SENDERS: Final = """
    SELECT DISTINCT ON (sent.source) sent.source, sent.from_agency_id, outcome.service_id
    FROM referrals_referral sent LEFT JOIN referrals_outcome outcome ON outcome.referral_id = sent.id AND sent.status = 'accepted'
    WHERE sent.person_id = ANY(%(people)s) AND sent.to_agency_id = %(agency)s AND sent.source IS NOT NULL
    ORDER BY sent.source, sent.made_at DESC
"""


class Sender(NamedTuple):
    """Who sent somebody with a paper, and the line with which that is over already."""

    agency_id: UUID
    line: UUID | None = None


class End(NamedTuple):
    """How help itself ended."""

    verb: Verb
    on: date
    side: Side = Side.PROVIDER
    reason: str = ""
    service_id: UUID | None = None

    @property
    def status(self) -> Status:
        """The code of the outcome."""
        return Status.COMPLETED if self.verb == Verb.COMPLETE else Status.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One referral as a journal tells of it: what was asked, the answer where there was one, the end where there was one."""

    id: UUID = field(default_factory=uuid4)
    source: UUID
    person_id: UUID
    from_agency_id: UUID
    to_agency_id: UUID
    kind_id: int
    category: int = int(Category.SOCIAL)
    initials: str
    age: int | None
    asked_for: str
    paper_number: str
    paper_on: date
    need: UUID | None = None
    wish_of: str = ""
    why: str = ""
    answer: Verb | None = None
    answered_on: date | None = None
    reason: str = ""
    note: str = ""
    end: End | None = None


def senders_of(people: Collection[UUID], agency_id: UUID) -> dict[UUID, Sender]:
    """Who sent these people with a paper, by the application it came with, as far as referrals tell of it already."""
    with connection.cursor() as cursor:
        cursor.execute(_SENDERS, {"people": list(people), "agency": agency_id})
        return {source: Sender(sender, line) for source, sender, line in cursor.fetchall()}


def by_lines(lines: Collection[UUID], by: Actor) -> Iterator[Told]:
    """What these lines of the agency's journal tell of referrals to other agencies; own help is no referral."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"lines": list(lines), "agency": by.agency_id})
        for row in cursor.fetchall():
            yield _of_line(*row)


def _of_line(
    id: UUID, person_id: UUID, sender: UUID, provider: UUID, kind_id: int, category: str, kind: str,
    surname: str, given: str, patronymic: str, birth_on: date | None, birth_year: int | None,
    on: date, number: int | None, wish_of: str, why: str, ending: str, reason: str, detail: str, letter: str, wish: str,
    need: UUID | None,
) -> Told:  # fmt: skip
    is_refused = ending in {"refused", "unmet"}
    is_open = ending == "open"
    return Told(
        source=id,
        person_id=person_id,
        from_agency_id=sender,
        to_agency_id=provider,
        kind_id=kind_id,
        category=int(Category.HEALTH if category == HelpCategory.MEDICAL else Category.SOCIAL),
        initials=initials(surname, given, patronymic)[:60],
        age=full_years(birth_on, birth_year, on),
        asked_for=kind,
        paper_number=(letter or (f"№ {number}" if number else ""))[:40],
        paper_on=on,
        need=need,
        wish_of=wish_of,
        why=why,
        answer=None if is_open else Verb.REFUSE if is_refused else Verb.ACCEPT,
        answered_on=None if is_open else on,
        reason=(reason or NO_PROGRAMME[0]) if is_refused else "",
        note="; ".join(part for part in (detail, wish, letter, NO_STEP) if part)[:500] if is_refused else "",
        end=None if is_open or is_refused else _end(ending, id, on),
    )


def _end(ending: str, line: UUID, on: date) -> End:
    if ending == "given":
        return End(Verb.COMPLETE, on, service_id=line)
    reason, side = _ENDS[ending]
    return End(Verb.FAIL, on, side, reason.value)


def by_applications(senders: Mapping[UUID, Sender], by: Actor) -> Iterator[Told]:
    """What these applications tell of the referrals they came with, given who sent each."""
    values: dict[str, Any] = {
        "applications": list(senders),
        "senders": [one.agency_id for one in senders.values()],
        "lines": [one.line for one in senders.values()],
        "agency": by.agency_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_APPLICATIONS, values)
        rows = cursor.fetchall()
    if not rows:
        return
    programme = ServiceKind.objects.get(code=PROGRAMME[0])
    codes: dict[str, str] = {}
    for row in rows:
        yield _of_application(programme, codes, by, *row)


def _of_application(
    programme: ServiceKind, codes: dict[str, str], by: Actor,
    id: UUID, person_id: UUID, sender: UUID, agency: UUID,
    surname: str, given: str, patronymic: str, birth_on: date | None, birth_year: int | None,
    on: date, number: str, entered: bool | None, decided_on: date | None, code: str | None, reason: str | None,
    service: UUID | None, given_on: date | None,
) -> Told:  # fmt: skip
    answer = None if entered is None else Verb.ACCEPT if entered else Verb.REFUSE
    end = None
    if service is not None and given_on is not None:
        end = End(Verb.COMPLETE, max(given_on, decided_on or on), service_id=service)
    return Told(
        source=id,
        person_id=person_id,
        from_agency_id=sender,
        to_agency_id=agency,
        kind_id=programme.pk,
        initials=initials(surname, given, patronymic)[:60],
        age=full_years(birth_on, birth_year, on),
        asked_for=programme.name_ru,
        paper_number=number,
        paper_on=on,
        answer=answer,
        answered_on=decided_on,
        reason=_coded(code or "", reason or "", codes, by) if answer == Verb.REFUSE else "",
        note=NO_STEP if answer == Verb.REFUSE else "",
        end=end,
    )


def _coded(code: str, name: str, codes: dict[str, str], by: Actor) -> str:
    """The code with which a refusal names the reason for not entering; one that is not known yet waits to be checked."""
    if code not in codes:
        known: Any = _DECLINED.get(code)
        codes[code] = known or services.name_refusal_reason(text=name, by=by).code
    return codes[code]
