"""The funnel: for every person the furthest step of what is written down of him or her, counted by one statement.

Counted under the report's role; the people behind a bar are read by the same statement under the reader's own role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.reports.disclosure import ALL, Exposed, Shown, nested, protect
from tirek.services.needed import NOT_FOR_THEM


class Step(IntEnum):
    """How far somebody came; whoever stands on a step has passed those before it."""

    ASKED = 1
    ELIGIBLE = 2
    REFERRED = 3
    ACCEPTED = 4
    RECEIVED = 5


LABELS: Final[dict[Step, Promise]] = {
    Step.ASKED: _("They asked for help"),
    Step.ELIGIBLE: _("The help is for them"),
    Step.REFERRED: _("Somebody was asked to give it"),
    Step.ACCEPTED: _("Taken on"),
    Step.RECEIVED: _("Received it"),
}
_TRACES: Final = """
    SELECT line.person_id, kind.help_kind_id, line.happened_on AS day, CASE
        WHEN EXISTS (SELECT FROM services_delivery e WHERE e.service_id = line.id) THEN 5
        WHEN EXISTS (SELECT FROM services_decline e WHERE e.service_id = line.id)
          OR EXISTS (SELECT FROM services_noshow e WHERE e.service_id = line.id)
          OR EXISTS (SELECT FROM services_lostcontact e WHERE e.service_id = line.id) THEN 4
        WHEN EXISTS (SELECT FROM services_refusal e JOIN services_refusalreason r ON r.id = e.reason_id
            WHERE e.service_id = line.id AND r.code = ANY (%(not_for_them)s)) THEN 1
        ELSE 3 END AS step
    FROM services_service line JOIN services_servicekind kind ON kind.id = line.kind_id
    WHERE line.struck_at IS NULL AND (%(agency)s::uuid IS NULL OR line.agency_id = %(agency)s::uuid)
    UNION ALL
    SELECT need.person_id, need.kind_id, need.noted_on, 2
    FROM cases_need need WHERE NOT (need.state = 'lapsed' AND need.evidence = 'journal') AND (%(agency)s::uuid IS NULL OR need.agency_id = %(agency)s::uuid)
    UNION ALL
    SELECT sent.person_id, kind.help_kind_id, (sent.sent_at AT TIME ZONE %(zone)s)::date, CASE
        WHEN outcome.received THEN 5
        WHEN outcome.referral_id IS NOT NULL OR sent.status = 'accepted' THEN 4
        WHEN sent.status = 'rejected' AND EXISTS (SELECT FROM referrals_referralmove m WHERE m.referral_id = sent.id
            AND m.verb = 'refuse' AND m.reason = ANY (%(not_for_them)s)) THEN 1
        ELSE 3 END
    FROM referrals_referral sent JOIN services_servicekind kind ON kind.id = sent.kind_id
    LEFT JOIN referrals_outcome outcome ON outcome.referral_id = sent.id
    WHERE sent.sent_at IS NOT NULL AND sent.status <> 'entered-in-error'
        AND (%(agency)s::uuid IS NULL OR sent.from_agency_id = %(agency)s::uuid)
    UNION ALL
    SELECT asked.person_id, NULL, asked.applied_on, CASE WHEN decision.entered IS FALSE THEN 1 ELSE 2 END
    FROM cases_application asked LEFT JOIN cases_entrydecision decision ON decision.application_id = asked.id
    WHERE asked.struck_at IS NULL AND %(help)s::bigint IS NULL
        AND (%(agency)s::uuid IS NULL OR asked.agency_id = %(agency)s::uuid)
"""
_FURTHEST: Final = f"""
    SELECT coalesce(person.canonical_id, person.id) AS anchor, max(trace.step) AS step, min(trace.person_id::text) AS met,
        max(trace.day) AS last_on
    FROM ({_TRACES}) AS trace JOIN people_person person ON person.id = trace.person_id
    WHERE trace.day BETWEEN %(since)s AND %(until)s
        AND (%(help)s::bigint IS NULL OR trace.help_kind_id = %(help)s::bigint)
    GROUP BY 1
"""  # noqa: S608 — our own text
_COUNTS: Final = f"SELECT step, count(*) FROM ({_FURTHEST}) AS furthest GROUP BY 1"  # noqa: S608
_PEOPLE: Final = f"""
    SELECT shown.id, shown.name, furthest.step, furthest.last_on, count(*) OVER ()
    FROM ({_FURTHEST}) AS furthest JOIN people_person shown ON shown.id = furthest.met::uuid
    WHERE furthest.step >= %(step)s ORDER BY shown.sort_key, shown.id LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: over which days, for which kind of help (all without one), for which agency (the oblast without one)."""

    since: date
    until: date
    help_id: int | None = None
    agency_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A step with how many people stand there or further; None where their number is hidden."""

    step: Step
    people: Shown
    before: Shown

    @property
    def code(self) -> str:
        """The step in an address."""
        return self.step.name.lower()

    @property
    def label(self) -> Promise:
        """The step in words."""
        return LABELS[self.step]

    @property
    def lost(self) -> int | None:
        """How many of the step before did not come so far; unknown where either number is."""
        if self.people is None or self.before is None:
            return None
        return max(0, self.before - self.people)


def _said(asked: Asked) -> dict[str, Any]:
    return {
        "since": asked.since,
        "until": asked.until,
        "help": asked.help_id,
        "agency": asked.agency_id,
        "zone": settings.TIME_ZONE,
        "not_for_them": list(NOT_FOR_THEM),
    }


def count(asked: Asked, using: str) -> dict[Step, int]:
    """How many people stand on each step or further, exactly; whoever calls has let the report's role count."""
    with connections[using].cursor() as cursor:
        cursor.execute(_COUNTS, _said(asked))
        furthest = dict(cursor.fetchall())
    return {step: sum(n for reached, n in furthest.items() if reached >= step) for step in Step}


def exact(counts: dict[Step, int]) -> list[Bar]:
    """The bars of an agency's own people."""
    return _bars({step: counts[step] for step in Step})


def guarded(counts: dict[Step, int]) -> list[Bar]:
    """The bars as they may be told to anybody: rounded, small ones hidden so that nobody works them out; none where all are few."""
    first, *rest = Step
    try:
        shown = protect(nested(counts[first], *((step.name, counts[step]) for step in rest)))
    except Exposed:
        return []
    whole = shown[ALL, ALL]
    return _bars({first: whole} | {step: shown[step.name, ALL] for step in rest})


def _bars(shown: dict[Step, Shown]) -> list[Bar]:
    return [Bar(step, shown[step], shown[Step(max(1, step - 1))]) for step in Step]


@dataclass(frozen=True, slots=True)
class Met:
    """A person behind a bar: the record the reader sees, how far he or she came, when something was last written down."""

    id: UUID
    name: str
    step: Step
    last_on: date

    @property
    def label(self) -> Promise:
        """The furthest step in words."""
        return LABELS[self.step]


def people(asked: Asked, step: Step, *, limit: int, offset: int = 0) -> tuple[list[Met], int]:
    """Those who came to a step or further, as far as the reader may see them, and how many they are."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_PEOPLE, _said(asked) | {"step": int(step), "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    found = [Met(id, name, Step(reached), last_on) for id, name, reached, last_on, _total in rows]
    return found, int(rows[0][4]) if rows else 0
