"""An agency's queues, part by part: a page of words and how many wait, fetched in one journey whatever stands in them.

Each part is read by an index in its own order, from the row on at which the page before it ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tirek.gate.fetching import Select, fetch
from tirek.grants.naming import name_in_sql
from tirek.referrals.deadlines import Chip, chip
from tirek.referrals.looks import CLOSED, Look, look_of
from tirek.referrals.machine import Status
from tirek.referrals.models import Referral
from tirek.ui.addresses import address_of
from tirek.ui.formats import short_name
from tirek.ui.paging import Turn

ON_A_PAGE: Final = 30
_LONGEST: Final = 90
"""Letters of what is asked for."""
MOST_COUNTED: Final = 99
_OPEN: Final = "sent.closed_at IS NULL"
_WAITING: Final = (
    f"{_OPEN} AND (sent.status = 'requested' OR (sent.status = 'on-hold' AND sent.hold = 'question'))"
)
_WORK: Final = (
    f"{_OPEN} AND (sent.status = 'accepted' OR (sent.status = 'on-hold' AND sent.hold = 'waiting'))"
)


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of an agency's list: its name, what stands in it, and by which column it is ordered."""

    label: str | Promise
    condition: str
    by: str = "due_at"
    is_upward: bool = True
    """Overdue first in what is open, the latest first in what is over."""


QUEUES: Final[Mapping[str, Queue]] = {
    "waiting": Queue(_("wait for an answer"), _WAITING),
    "work": Queue(_("in work"), _WORK),
    "finished": Queue(
        _("finished"),
        "sent.closed_at IS NOT NULL AND sent.status <> 'rejected'",
        "changed_at",
        is_upward=False,
    ),
    "refused": Queue(
        pgettext_lazy("queue", "refused"), "sent.status = 'rejected'", "changed_at", is_upward=False
    ),
    "drafts": Queue(_("drafts"), "sent.status = 'draft'", "changed_at", is_upward=False),
}
"""The parts of an agency's list by their codes; drafts stand in the outgoing one alone."""
_SIDES: Final = {
    "incoming": ("to_agency_id", "from_agency_id"),
    "outgoing": ("from_agency_id", "to_agency_id"),
}
"""Of each list the column of the agency whose it is, and that of the other one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A referral as a line of the list: words only."""

    pk: UUID
    address: str
    chip: Chip | None
    look: Look
    is_urgent: bool
    number: str
    sent_at: datetime | None
    title: str
    who: str


_PAGE: Final = f"""
    SELECT sent.id, sent.number, sent.year, sent.paper_number, sent.sent_at, sent.due_at, sent.closed_at, sent.status, sent.hold,
        sent.is_urgent, sent.asked_for, sent.initials, sent.age, {name_in_sql("kind")}, other.name, person.name,
        (SELECT told.status FROM referrals_outcome AS told WHERE told.referral_id = sent.id)
    FROM (
        SELECT sent.* FROM referrals_referral AS sent WHERE sent.{{own}} = %(agency)s AND {{condition}}{{beyond}}
        ORDER BY sent.{{by}} {{way}}, sent.id {{way}} LIMIT {{most:d}}
    ) AS sent
    JOIN services_servicekind AS kind ON kind.id = sent.kind_id
    JOIN agencies_agency AS other ON other.id = sent.{{other}}
    LEFT JOIN people_person AS person ON person.id = sent.person_id
    ORDER BY sent.{{by}} {{way}}, sent.id {{way}}
"""  # noqa: S608 — names of our own
_COUNTED: Final = "(SELECT count(*) FROM (SELECT FROM referrals_referral AS sent WHERE sent.{own} = %(agency)s AND {condition} LIMIT {most}) AS met)"
_KEY: Final = "SELECT sent.{by}, sent.id FROM referrals_referral AS sent WHERE sent.{own} = %(agency)s AND {condition} AND sent.id = %(id)s"


def key_of(side: str, queue: Queue, agency_id: UUID, asked: str) -> tuple[Any, ...] | None:
    """The place of a row in a part of the list; none where it has left it, or the id is made up."""
    try:
        values = {"agency": agency_id, "id": UUID(asked)}
    except ValueError:
        return None
    own, _other = _SIDES[side]
    sql = _KEY.format(by=queue.by, own=own, condition=queue.condition)
    return fetch(Select(sql, values, lambda rows: next(iter(rows), None)))


def page_of(side: str, queue: Queue, agency_id: UUID, turn: Turn) -> Select[list[Listed]]:
    """A page of a part of the list, one row more than is shown, in the direction in which the pages are turned."""
    own, other = _SIDES[side]
    is_upward = queue.is_upward is not turn.backwards
    values: dict[str, Any] = {"agency": agency_id, "language": (get_language() or "ru")[:2]}
    beyond = ""
    if turn.anchor is not None:
        values["on"], values["id"] = turn.anchor
        beyond = f" AND (sent.{queue.by}, sent.id) {'>' if is_upward else '<'} (%(on)s, %(id)s)"
    sql = _PAGE.format(
        own=own,
        other=other,
        condition=queue.condition,
        beyond=beyond,
        by=queue.by,
        way="ASC" if is_upward else "DESC",
        most=ON_A_PAGE + 1,
    )
    return Select(sql, values, lambda rows: [_listed(*row) for row in rows])


def counts(side: str, agency_id: UUID) -> Select[dict[str, str]]:
    """How many stand in each part that is open, counted no further than the eye asks; what is over the list tells."""
    own, _other = _SIDES[side]
    codes = ("waiting", "work")
    each = (
        _COUNTED.format(own=own, condition=QUEUES[code].condition, most=MOST_COUNTED + 1) for code in codes
    )
    return Select(
        f"SELECT {', '.join(each)}",
        {"agency": agency_id},
        lambda rows: {
            code: f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
            for code, count in zip(codes, rows[0], strict=True)
        },
    )


def _listed(
    id: UUID, number: int | None, year: int | None, paper_number: str, sent_at: datetime | None, due_at: datetime | None,
    closed_at: datetime | None, status: str, hold: str, is_urgent: bool, asked_for: str, initials: str, age: int | None, kind: str,
    other: str, person: str | None, told: str | None,
) -> Listed:  # fmt: skip
    one = Referral(number=number, year=year, paper_number=paper_number, hold=hold)
    code = Status(told) if told and status == Status.ACCEPTED else Status(status)
    is_unsaid = closed_at is not None and code == Status.ACCEPTED
    who = short_name(person) if person else initials
    if age is not None:
        who += ", " + ngettext("%(age)s year", "%(age)s years", age) % {"age": age}
    return Listed(
        pk=id,
        address=address_of("referrals:referral", id),
        chip=chip(due_at) if closed_at is None else None,
        look=CLOSED if is_unsaid else look_of(one, code, is_unsaid=False),
        is_urgent=is_urgent and closed_at is None,
        number=one.numbered,
        sent_at=sent_at,
        title=_title(kind, asked_for),
        who=f"{who} · {other}",
    )


def _title(kind: str, asked_for: str) -> str:
    """The kind of help and what is asked for, where that says more."""
    if asked_for in ("", kind):
        return kind
    return f"{kind}: {asked_for if len(asked_for) <= _LONGEST else Truncator(asked_for).chars(_LONGEST)}"
