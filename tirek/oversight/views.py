"""Pages of the auditor and the administrator: what is strange, what was asked, the log itself; workers by name, people never."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tirek.agencies.models import Worker
from tirek.agencies.queries import names_of
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.oversight import actions, queries
from tirek.oversight.forms import AnswerForm, ReviewForm
from tirek.oversight.models import Finding, Question
from tirek.oversight.policies import NotYours, may_answer, may_oversee, may_review
from tirek.ui.pages import done, go_to, paginate_by_key, respond

_ON_A_PAGE = 40
_form = require_http_methods(["GET", "HEAD", "POST"])


def _overseen(request: StaffRequest, here: str, **more: Any) -> dict[str, Any]:
    """What every page of oversight is given; 404 for whoever does not oversee, which is written down."""
    by = request.worker.actor
    if not may_oversee(by):
        readings.deny(purpose=Purpose.OVERSIGHT, by=by)
        raise Http404
    return {"nav": "oversight", "here": here, "waits": queries.waits(request.worker.agency_id), **more}


@require_GET
def findings(request: StaffRequest) -> HttpResponseBase:
    """What is strange in the access log of the organisation."""
    context = _overseen(request, "findings")
    reviewed = "reviewed" in request.GET
    page = paginate_by_key(request, queries.findings(reviewed=reviewed), "-found_at", size=_ON_A_PAGE)
    names = names_of({id for one in page.items for id in (one.worker_id, one.reviewed_by) if id})
    by = request.worker.actor
    lines = [
        (one, names.get(one.worker_id, ""), names.get(one.reviewed_by, ""), may_review(one, by))
        for one in page.items
    ]
    context |= {"page": page, "lines": lines, "reviewed": reviewed}
    return respond(request, "oversight/findings.html", context)


@_form
def review(request: StaffRequest, finding_id: UUID) -> HttpResponseBase:
    """Say what a finding was."""
    context = _overseen(request, "findings")
    finding, by = get_object_or_404(Finding, pk=finding_id), request.worker.actor
    if not may_review(finding, by):
        raise Http404
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            actions.review(finding=finding, **form.cleaned_data, by=by)
        except NotYours as error:
            raise Http404 from error
        done(request, _("The review is written down."))
        return go_to(request, "oversight:findings")
    names = names_of({finding.worker_id})
    context |= {"form": form, "finding": finding, "worker": names.get(finding.worker_id, "")}
    return respond(request, "oversight/review.html", context)


@require_GET
def questions(request: StaffRequest) -> HttpResponseBase:
    """What people asked about the organisation's workers."""
    context = _overseen(request, "questions")
    page = paginate_by_key(
        request, queries.questions_to(request.worker.agency_id), "-asked_at", size=_ON_A_PAGE
    )
    read = queries.readings_of(page.items)
    names = names_of({one.reader_id for one in page.items})
    by = request.worker.actor
    lines = [
        (one, read.get(one.reading_id), names.get(one.reader_id, ""), may_answer(one, by))
        for one in page.items
    ]
    return respond(request, "oversight/questions.html", context | {"page": page, "lines": lines})


@_form
def answer(request: StaffRequest, question_id: UUID) -> HttpResponseBase:
    """Answer why somebody looked."""
    context = _overseen(request, "questions")
    question, by = get_object_or_404(Question, pk=question_id), request.worker.actor
    if not may_answer(question, by):
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer(question=question, **form.cleaned_data, by=by)
        except NotYours as error:
            raise Http404 from error
        done(request, _("The answer is written down; the person can be told."))
        return go_to(request, "oversight:questions")
    names = names_of({question.reader_id})
    context |= {
        "form": form,
        "question": question,
        "reading": queries.readings_of([question]).get(question.reading_id),
        "worker": names.get(question.reader_id, ""),
    }
    return respond(request, "oversight/answer.html", context)


@require_GET
def log(request: StaffRequest) -> HttpResponseBase:
    """The access log of the organisation, newest first, of one worker where one is chosen."""
    context = _overseen(request, "log")
    agency_id = request.worker.agency_id
    staff = list(Worker.objects.filter(agency_id=agency_id).order_by("name").values_list("pk", "name"))
    chosen = next((pk for pk, _name in staff if str(pk) == request.GET.get("worker")), None)
    page = paginate_by_key(request, queries.log_of(agency_id, chosen), "-pk", size=_ON_A_PAGE)
    names = names_of({one.worker_id for one in page.items})
    lines = [(one, names.get(one.worker_id, "")) for one in page.items]
    readings.note(Action.OPEN, purpose=Purpose.OVERSIGHT, rows=len(page.items), by=request.worker.actor)
    return respond(
        request,
        "oversight/log.html",
        context | {"page": page, "lines": lines, "staff": staff, "chosen": chosen},
    )
