"""The page «Needs and plan» of a person, and what is typed about one need."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.agencies.requests import StaffRequest
from tirek.cases import needing, needs, plans
from tirek.cases.models import Need
from tirek.cases.need_forms import NeedForm
from tirek.cases.needs import NeedRow
from tirek.cases.opening import found, note, open_person, sees_needs
from tirek.cases.policies import may_approve
from tirek.people import queries as people
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def page(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """What a person needs, what waits for what, and the plan: a list that the person could read."""
    one = open_person(request, person_id, shows_why=True)
    if one.person.id != person_id:
        return go_to(request, "cases:needs", one.person.id)
    if not sees_needs(one):
        note(request, one.person.id, ())
        return respond(request, "cases/closed.html", {"nav": "people", "person": one.person, "here": "needs"})
    agency_id, by = request.worker.agency_id, request.worker.actor
    rows, shown = needs.rows(one.ids, agency_id), plans.plans_of(one.ids, agency_id)
    lines = [goal.line for plan in shown if plan.now for goal in plan.now.goals]
    note(request, one.person.id, {row.need.category for row in rows} | {line.category for line in lines})
    draft = next((plan.draft for plan in shown if plan.draft), None)
    context = {
        "nav": "people",
        "person": one.person,
        "rows": rows,
        "settled": sum(row.need.is_ended for row in rows),
        "plans": shown,
        "has_own_plan": any(plan.is_ours and plan.plan.closed_on is None for plan in shown),
        "draft": draft,
        "may_approve": draft is not None and draft.agreed_on is not None and may_approve(draft, by),
        "with_health": needs.may_keep_health(one.person.id, by),
        "sheets": plans.sheets_of(one.ids, agency_id),
        "may_refer": request.opens("referrals:new"),  # type: ignore[attr-defined]  # put there by the middleware
        "today": timezone.localdate(),
    }
    return respond(request, "cases/needs.html", context)


@_form
def add_need(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Write down that somebody needs something."""
    one = open_person(request, person_id)
    form = _of(request, one)
    if form.is_valid():
        facts = form.facts()
        try:
            if not Need.objects.filter(pk=facts.id).exists():
                needing.note_need(person=one.person, need=facts, by=request.worker.actor)
        except IntegrityError:  # the same form came twice at once: it stands already
            if not Need.objects.filter(pk=facts.id).exists():
                raise
        done(request, _("Noted: %(need)s.") % {"need": facts.text.rstrip(".")})
        return go_to(request, "cases:needs", one.person.id)
    return _shown(request, one, form)


@_form
def change_need(request: StaffRequest, need_id: UUID) -> HttpResponseBase:
    """Say how a need stands, correct its words, or let it wait for another."""
    own = Need.objects.filter(agency_id=request.worker.agency_id)
    need = found(request, own, need_id)
    one = open_person(request, need.person_id)
    row = next(row for row in needs.rows(one.ids, need.agency_id) if row.need.id == need.id)
    form = _of(request, one, row)
    now: Need | None = None
    if form.is_valid():
        try:
            version = form.cleaned_data.get("version") or 0
            needing.change_need(need=need, facts=form.facts(), version=version, by=request.worker.actor)
            done(request, _("Written down."))
            return go_to(request, "cases:needs", one.person.id)
        except needing.Ring:
            form.add_error("waits_for", _("These needs would wait for one another. Leave one of them out."))
        except needing.ChangedMeanwhile:
            now = Need.objects.select_related("kind").get(pk=need.pk)
            form.count_anew("version", now.version)
            form.add_error(
                None, _("Somebody changed it meanwhile. What you typed is kept: compare, and save again.")
            )
    return _shown(request, one, form, row, now)


def _of(request: StaffRequest, one: people.Opened, row: NeedRow | None = None) -> NeedForm:
    return NeedForm(
        request.POST or None,
        others=needs.rows(one.ids, request.worker.agency_id),
        with_health=needs.may_keep_health(one.person.id, request.worker.actor),
        row=row,
    )


def _shown(
    request: StaffRequest,
    one: people.Opened,
    form: NeedForm,
    row: NeedRow | None = None,
    now: Need | None = None,
) -> HttpResponseBase:
    note(request, one.person.id, {row.need.category} if row else ())
    context = {
        "nav": "people",
        "form": form,
        "person": one.person,
        "row": row,
        "now": now,
        "with_health": needs.may_keep_health(one.person.id, request.worker.actor),
    }
    return respond(request, "cases/need.html", context)
