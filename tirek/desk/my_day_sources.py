"""What «My day» is made of: plans, silence, decisions, requests and reviews that stand in the domains below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.access import queries as access
from tirek.access.policies import may_review as may_review_emergency
from tirek.agencies import queries as agencies
from tirek.agencies.models import Approval
from tirek.agencies.policies import may_decide, may_review
from tirek.agencies.second_signature import DEEDS
from tirek.cases import plans
from tirek.cases import queries as cases
from tirek.cases.models import PlanLine
from tirek.cases.plan_models import Side
from tirek.desk import pair_showing
from tirek.desk.my_day import MOST, List, Reader, Source, Task, by_day
from tirek.desk.my_day_referrals import asked
from tirek.people.models import Person
from tirek.people.policies import may_pair
from tirek.services.models import Service
from tirek.ui.addresses import address_of

_SPOKEN_TO: Final = ("delivery", "decline", "unmet_demand")
"""Endings of a service for which the person was spoken to."""


def _anchor(person: Person) -> Person:
    return person.canonical or person


def steps(reader: Reader) -> Iterator[Task]:
    """Steps of plans in force whose day has come."""
    for line in plans.steps_due(reader.agency_id, reader.today)[: MOST + 1]:
        assert line.due_on is not None
        person = _anchor(line.person)
        yield Task(
            by_day(line.due_on, reader.today),
            person.name,
            _step_in_words(line),
            f"{address_of('cases:needs', person.id)}#step-{line.id}",
            "list-check",
            due_on=line.due_on,
            person_id=person.id,
            done_address=f"{address_of('cases:finish_step', line.id)}?day",
        )


def _step_in_words(line: PlanLine) -> str:
    if line.side == Side.PERSON:
        return _("ask whether it is done: %(step)s") % {"step": line.text}
    if line.partner is not None:
        return _("ask %(agency)s: %(step)s") % {"agency": line.partner.name, "step": line.text}
    return _("do: %(step)s") % {"step": line.text}


def reviews(reader: Reader) -> Iterator[Task]:
    """Plans that are to be looked at with the person."""
    for plan in plans.reviews_due(reader.agency_id, reader.today)[: MOST + 1]:
        person = _anchor(plan.person)
        yield Task(
            by_day(plan.review_on, reader.today),
            person.name,
            _("review the plan"),
            reverse("cases:review", args=[plan.id]),
            "calendar-event",
            due_on=plan.review_on,
            person_id=person.id,
        )


def silent(reader: Reader) -> Iterator[Task]:
    """People with a plan of whom nothing was heard for as many days as the plan allows; a service given counts as heard."""
    found = list(plans.silent(reader.agency_id, reader.today)[: 2 * MOST])
    heard = _last_service({plan.person_id for plan in found})
    for plan in found:
        last = max(plan.contact_on, heard.get(plan.person_id, date.min))
        days = (reader.today - last).days
        if days < plan.silent_after_days:
            continue
        person = _anchor(plan.person)
        yield Task(
            List.TODAY,
            person.name,
            ngettext(
                "call: %(days)s day without contact", "call: %(days)s days without contact", days
            ) % {"days": days},
            address_of("visits:contacts", person.id),
            "phone-off",
            person_id=person.id,
        )  # fmt: skip


def _last_service(people: set[UUID]) -> dict[UUID, date]:
    given = Service.objects.filter(person__in=people).exclude(**dict.fromkeys(_SPOKEN_TO))
    return dict(given.order_by().values_list("person").annotate(Max("happened_on")))


def drafts(reader: Reader) -> Iterator[Task]:
    """Plans that the person agreed to and a colleague wrote: they wait for approval."""
    for draft in plans.drafts_waiting(reader.agency_id, reader.by.id)[: MOST + 1]:
        person = _anchor(draft.plan.person)
        yield Task(
            List.WAITING,
            person.name,
            _("approve the plan"),
            reverse("cases:version", args=[draft.id]),
            "route",
            due_on=draft.agreed_on,
            person_id=person.id,
        )


def applications(reader: Reader) -> Iterator[Task]:
    """Applications without a decision."""
    for application in cases.waiting(reader.agency_id).order_by("applied_on", "pk")[: MOST + 1]:
        person = _anchor(application.person)
        yield Task(
            List.WAITING,
            person.name,
            _("decide on the application"),
            reverse("cases:decide", args=[application.id]),
            "file-text",
            due_on=application.applied_on,
            person_id=person.id,
        )


def access_requests(reader: Reader) -> Iterator[Task]:
    """Other agencies that ask for access, and emergencies without a review."""
    if reader.opens("desk:people"):
        for one in access.asked_of_us()[:MOST]:
            yield Task(
                List.WAITING,
                one.person.name if one.person else _("A record of ours"),
                _("answer: %(agency)s asks for access") % {"agency": one.row.asking.name},
                reverse("access:requests"),
                "lock",
                due_on=localdate(one.row.asked_at),
                person_id=one.person.id if one.person else None,
            )
    for one in access.emergencies(unreviewed=True)[:MOST]:
        if may_review_emergency(one.row, reader.by):
            overdue = one.row.review_by < reader.today
            yield Task(
                List.OVERDUE if overdue else List.WAITING,
                one.person.name if one.person else one.row.agency.name,
                _("review the emergency access"),
                reverse("access:review", args=[one.row.id]),
                "alert-triangle",
                due_on=one.row.review_by,
                person_id=one.person.id if one.person else None,
            )


def approvals(reader: Reader) -> Iterator[Task]:
    """Deeds that wait for a second signature or a review of the reader's."""
    waiting = agencies.approvals_for(reader.by).filter(decision=Approval.Decision.WAITING, finding="")
    for one in waiting.order_by("asked_at", "pk")[:MOST]:
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


def pairs(reader: Reader) -> Iterator[Task]:
    """Requests to join records, joins to be reviewed, and how many pairs wait in the queue."""
    if not may_pair(reader.by):
        return
    of_us, _by_us, unreviewed = pair_showing.requests_of(reader.by)
    for one in (*of_us, *unreviewed):
        yield Task(
            List.WAITING,
            one.mine.name if one.mine else _("A record of ours"),
            _("answer: are these records of one person?"),
            reverse("desk:join_request", args=[one.row.pk]),
            "users",
            due_on=localdate(one.row.asked_at),
            person_id=one.mine.pk if one.mine else None,
        )
    waiting = pair_showing.pairs_due(reader.agency_id).count()
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
