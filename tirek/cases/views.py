"""Pages of applications: those that wait for a decision, and the decision."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.cases import actions, queries
from tirek.cases.forms import OTHER, DecisionForm, ReasonForm
from tirek.cases.models import Application, EntryReason
from tirek.gate.categories import Category
from tirek.ui.pages import done, go_to, paginate_by_key, respond


@require_GET
def waiting(request: StaffRequest) -> HttpResponseBase:
    """Applications without a decision, the oldest first."""
    page = paginate_by_key(request, queries.waiting(request.worker.agency_id), "applied_on", "pk")
    readings.note(Action.OPEN, category=Category.SOCIAL, rows=len(page.items), by=request.worker.actor)
    return respond(request, "cases/waiting.html", {"nav": "people", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, application_id: UUID) -> HttpResponseBase:
    """Decide on an application, or correct the decision."""
    own = Application.objects.filter(agency_id=request.worker.agency_id)
    related = ("person__canonical", "legal_ground", "decision__reason", "social_status", "grant")
    application = own.select_related(*related).filter(pk=application_id).first()
    if application is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    person = application.person.canonical or application.person
    readings.note(Action.OPEN, person=person.pk, category=Category.JUSTICE, by=request.worker.actor)
    form = DecisionForm(request.POST or None, application=application)
    if form.is_valid():
        _decide(form, request)
        done(request, _("The decision is recorded."))
        return go_to(request, "desk:person", person.pk)
    context = {"nav": "people", "form": form, "application": application, "person": person}
    return respond(request, "cases/decide.html", context)


@transaction.atomic
def _decide(form: DecisionForm, request: StaffRequest) -> None:
    """Name the reason where it is new, then decide."""
    said, by = form.cleaned_data, request.worker.actor
    reason = None
    if not form.has_entered:
        if said["reason"] == OTHER:
            reason = actions.name_reason(text=said["reason_text"], by=by)
        else:
            reason = EntryReason.objects.get(pk=said["reason"])
    actions.decide(
        application=form.application,
        entered=form.has_entered,
        decided_on=said["decided_on"],
        reason=reason,
        by=by,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def check_reason(request: StaffRequest, reason_id: int) -> HttpResponseBase:
    """Give a reason for not entering its names."""
    reason = get_object_or_404(EntryReason, pk=reason_id)
    now = {name: getattr(reason, name) for name in ReasonForm.base_fields}
    form = ReasonForm(request.POST or None, initial=now)
    if form.is_valid():
        actions.check_reason(reason=reason, **form.cleaned_data, by=request.worker.actor)
        done(request, _("“%(name)s” is checked.") % {"name": reason.name})
        return go_to(request, "services:kinds")
    return respond(request, "cases/check.html", {"nav": "services", "form": form, "named": reason})
