"""What an agency's plans and applications ask for by a day: reads for «My day», each bounded by an index and by how many are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tirek.gate.fetching import Select
from tirek.people.standing import STANDING, with_person


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step of a plan in force that is not done."""

    id: UUID
    due_on: date
    side: str
    text: str
    partner: str
    person_id: UUID
    person: str


@dataclass(frozen=True, slots=True)
class Due:
    """A plan, a draft or an application that waits, its day, and whose it is."""

    id: UUID
    on: date
    person_id: UUID
    person: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Somebody with a plan of whom nothing was heard since a day, and how many days the plan allows."""

    heard_on: date
    allowed: int
    person_id: UUID
    person: str


_STEPS: Final = f"""
    SELECT line.id, line.due_on, line.side, line.text, COALESCE(partner.name, ''), {STANDING}
    FROM cases_planline AS line
    JOIN cases_planversion AS version ON version.id = line.version_id
    JOIN cases_plan AS plan ON plan.id = version.plan_id
    {with_person("line.person_id")}
    LEFT JOIN agencies_agency AS partner ON partner.id = line.partner_id
    WHERE line.agency_id = %(agency)s AND line.is_standing AND line.done_on IS NULL AND line.goal IS NOT NULL
        AND line.due_on <= %(until)s AND plan.closed_on IS NULL AND plan.paused_on IS NULL
    ORDER BY line.due_on, line.id
"""  # noqa: S608 — names of our own
_RUNNING: Final = "plan.agency_id = %(agency)s AND plan.closed_on IS NULL AND plan.paused_on IS NULL"
_REVIEWS: Final = f"""
    SELECT plan.id, plan.review_on, {STANDING} FROM cases_plan AS plan {with_person("plan.person_id")}
    WHERE {_RUNNING} AND plan.review_on <= %(until)s ORDER BY plan.review_on, plan.id
"""  # noqa: S608
_SILENT: Final = f"""
    SELECT GREATEST(plan.contact_on, {{heard}}), plan.silent_after_days, {STANDING}
    FROM cases_plan AS plan {with_person("plan.person_id")}
    WHERE {_RUNNING} AND plan.silent_from <= %(today)s ORDER BY plan.silent_from, plan.id
"""  # noqa: S608
_DRAFTS: Final = f"""
    SELECT draft.id, draft.agreed_on, {STANDING}
    FROM cases_planversion AS draft JOIN cases_plan AS plan ON plan.id = draft.plan_id {with_person("plan.person_id")}
    WHERE plan.agency_id = %(agency)s AND plan.closed_on IS NULL AND draft.approved_at IS NULL AND draft.agreed_on IS NOT NULL
        AND draft.made_by <> %(worker)s
    ORDER BY draft.made_at
"""  # noqa: S608
_APPLICATIONS: Final = f"""
    SELECT asked.id, asked.applied_on, {STANDING} FROM cases_application AS asked {with_person("asked.person_id")}
    WHERE asked.agency_id = %(agency)s AND NOT asked.is_decided ORDER BY asked.applied_on, asked.id
"""  # noqa: S608


def steps_due(agency_id: UUID, until: date, *, most: int) -> Select[list[StepDue]]:
    """Steps of the agency's plans in force that are due by a day and not done, the oldest first."""
    values = {"agency": agency_id, "until": until}
    return Select(f"{_STEPS} LIMIT {most:d}", values, lambda rows: [StepDue(*row) for row in rows])


def _due(sql: str, most: int, **values: object) -> Select[list[Due]]:
    return Select(f"{sql} LIMIT {most:d}", values, lambda rows: [Due(*row) for row in rows])


def reviews_due(agency_id: UUID, until: date, *, most: int) -> Select[list[Due]]:
    """The agency's plans that are to be reviewed by a day, the oldest first."""
    return _due(_REVIEWS, most, agency=agency_id, until=until)


def silent(agency_id: UUID, today: date, *, most: int, also_heard: str = "NULL") -> Select[list[Silent]]:
    """The agency's plans whose people were not heard of for as many days as each plan allows, the longest silence first.

    `also_heard` is the SQL of a day on which the person of a `plan` was heard of in another way.
    """
    values = {"agency": agency_id, "today": today}
    return Select(
        f"{_SILENT.format(heard=also_heard)} LIMIT {most:d}",
        values,
        lambda rows: [one for row in rows if (today - (one := Silent(*row)).heard_on).days >= one.allowed],
    )


def drafts_waiting(agency_id: UUID, worker_id: UUID, *, most: int) -> Select[list[Due]]:
    """Drafts that others of the agency wrote and the person agreed to: they wait for a colleague's approval."""
    return _due(_DRAFTS, most, agency=agency_id, worker=worker_id)


def applications_waiting(agency_id: UUID, *, most: int) -> Select[list[Due]]:
    """Applications nobody has decided on, the oldest first."""
    return _due(_APPLICATIONS, most, agency=agency_id)
