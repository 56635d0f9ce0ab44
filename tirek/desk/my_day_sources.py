"""What «My day» is made of: plans, silence, decisions, requests and reviews that stand in the domains below.

Each source names its reads and what their rows ask of the reader; the page fetches the reads of all of them together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.access import waiting as access
from tirek.access.policies import may_review as may_review_emergency
from tirek.agencies.models import Approval
from tirek.agencies.policies import may_decide, may_review
from tirek.agencies.queries import approvals_waiting
from tirek.agencies.second_signature import DEEDS
from tirek.cases import due
from tirek.cases.plan_models import Side
from tirek.desk.my_day import MOST, List, Reader, Reads, Source, Task, by_day
from tirek.desk.my_day_referrals import asked
from tirek.people.pairs_due import JoinAsked, joins_asked_of, pairs_waiting
from tirek.people.policies import may_pair
from tirek.services.queries import last_spoken_to
from tirek.ui.addresses import address_of

_HEARD: Final = last_spoken_to("plan.person_id")


def steps(reader: Reader) -> Reads:
    """Steps of plans in force whose day has come."""
    yield due.steps_due(reader.agency_id, reader.today, most=MOST + 1).then(partial(_steps, reader))


def _steps(reader: Reader, found: Iterable[due.StepDue]) -> list[Task]:
    return [
        Task(
            by_day(one.due_on, reader.today),
            one.person,
            _step_in_words(one),
            f"{address_of('cases:needs', one.person_id)}#step-{one.id}",
            "list-check",
            due_on=one.due_on,
            person_id=one.person_id,
            done_address=f"{address_of('cases:finish_step', one.id)}?day",
        )
        for one in found
    ]


def _step_in_words(one: due.StepDue) -> str:
    if one.side == Side.PERSON:
        return _("ask whether it is done: %(step)s") % {"step": one.text}
    if one.partner:
        return _("ask %(agency)s: %(step)s") % {"agency": one.partner, "step": one.text}
    return _("do: %(step)s") % {"step": one.text}


def _due(
    to: Callable[[due.Due], List], verb: str, page: str, icon: str
) -> Callable[[list[due.Due]], list[Task]]:
    """Lines of what waits under its own day: which list, what is to be done, on which page."""
    return lambda found: [
        Task(
            to(one), one.person, verb, address_of(page, one.id), icon, due_on=one.on, person_id=one.person_id
        )
        for one in found
    ]


def _waits(_one: due.Due) -> List:
    return List.WAITING


def reviews(reader: Reader) -> Reads:
    """Plans that are to be looked at with the person."""
    found = due.reviews_due(reader.agency_id, reader.today, most=MOST + 1)
    yield found.then(
        _due(lambda one: by_day(one.on, reader.today), _("review the plan"), "cases:review", "calendar-event")
    )


def silent(reader: Reader) -> Reads:
    """People with a plan of whom nothing was heard for as many days as the plan allows; a service given counts as heard."""
    found = due.silent(reader.agency_id, reader.today, most=2 * MOST, also_heard=_HEARD)
    yield found.then(partial(_silent, reader))


def _silent(reader: Reader, found: Iterable[due.Silent]) -> Iterator[Task]:
    for one in found:
        days = (reader.today - one.heard_on).days
        words = ngettext(
            "call: %(days)s day without contact", "call: %(days)s days without contact", days
        ) % {"days": days}  # fmt: skip
        address = address_of("visits:contacts", one.person_id)
        yield Task(List.TODAY, one.person, words, address, "phone-off", person_id=one.person_id)


def drafts(reader: Reader) -> Reads:
    """Plans that the person agreed to and a colleague wrote: they wait for approval."""
    found = due.drafts_waiting(reader.agency_id, reader.by.id, most=MOST + 1)
    yield found.then(_due(_waits, _("approve the plan"), "cases:version", "route"))


def applications(reader: Reader) -> Reads:
    """Applications without a decision."""
    found = due.applications_waiting(reader.agency_id, most=MOST + 1)
    yield found.then(_due(_waits, _("decide on the application"), "cases:decide", "file-text"))


def access_requests(reader: Reader) -> Reads:
    """Other agencies that ask for access, and emergencies without a review."""
    if reader.opens("desk:people"):
        yield access.asked_of(reader.agency_id, most=MOST).then(_asks)
    yield access.emergencies_to_review(most=MOST).then(partial(_emergencies, reader))


def _asks(found: Iterable[access.Ask]) -> Iterator[Task]:
    for one in found:
        yield Task(
            List.WAITING,
            one.person or _("A record of ours"),
            _("answer: %(agency)s asks for access") % {"agency": one.agency},
            reverse("access:requests"),
            "lock",
            due_on=localdate(one.asked_at),
            person_id=one.person_id,
        )


def _emergencies(reader: Reader, found: Iterable[access.Unreviewed]) -> Iterator[Task]:
    for one in found:
        if may_review_emergency(one.row, reader.by):
            overdue = one.row.review_by < reader.today
            yield Task(
                List.OVERDUE if overdue else List.WAITING,
                one.person or one.agency,
                _("review the emergency access"),
                reverse("access:review", args=[one.row.id]),
                "alert-triangle",
                due_on=one.row.review_by,
                person_id=one.person_id,
            )


def approvals(reader: Reader) -> Reads:
    """Deeds that wait for a second signature or a review of the reader's."""
    yield approvals_waiting(reader.by, most=MOST).then(partial(_approvals, reader))


def _approvals(reader: Reader, found: Iterable[Approval]) -> Iterator[Task]:
    for one in found:
        signs = may_decide(one, reader.by)
        if signs or may_review(one, reader.by):
            due_on = one.review_due_on if not signs else localdate(one.asked_at)
            late = not signs and due_on is not None and due_on < reader.today
            yield Task(
                List.OVERDUE if late else List.WAITING,
                str(DEEDS[one.kind].label),
                _("sign second, or refuse") if signs else _("review what nobody signed second"),
                reverse("agencies:approvals"),
                "signature",
                due_on=due_on,
            )


def pairs(reader: Reader) -> Reads:
    """Requests to join records, joins to be reviewed, and how many pairs wait in the queue."""
    if may_pair(reader.by):
        yield joins_asked_of(reader.agency_id, most=MOST).then(_joins)
        yield pairs_waiting(reader.agency_id, reader.today).then(_pairs)


def _joins(found: Iterable[JoinAsked]) -> Iterator[Task]:
    for one in found:
        yield Task(
            List.WAITING,
            one.person or _("A record of ours"),
            _("answer: are these records of one person?"),
            reverse("desk:join_request", args=[one.id]),
            "users",
            due_on=localdate(one.asked_at),
            person_id=one.person_id,
        )


def _pairs(waiting: int) -> Iterator[Task]:
    if waiting:
        words = ngettext("%(pairs)s pair of records", "%(pairs)s pairs of records", waiting)
        yield Task(
            List.WAITING,
            words % {"pairs": waiting},
            _("decide whether they are one person"),
            reverse("desk:pairs"),
            "users",
        )


WITH_PLANS: Final[tuple[Source, ...]] = (steps, reviews, silent, drafts, applications)
"""For whoever sees needs, plans and applications."""
FOR_ALL: Final[tuple[Source, ...]] = (asked, access_requests, approvals, pairs)
# icons: list-check calendar-event phone-off route file-text lock alert-triangle signature users
