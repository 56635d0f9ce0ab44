"""Pages of imports: hand a workbook in, look at the preview, answer what is asked, write it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.exchange import actions, policies, queries
from tirek.exchange.forms import CommitForm, QuestionsForm, UploadForm
from tirek.exchange.messages import problem_in_words, refusal_in_words
from tirek.exchange.models import Import, ImportRow
from tirek.exchange.showing import show
from tirek.ui.pages import done, go_to, paginate_by_key, respond


def _file(request: StaffRequest, file_id: UUID) -> Import:
    mine = Import.objects.select_related("grant").filter(agency_id=request.worker.agency_id)
    file = mine.filter(pk=file_id).first()
    if file is None:
        readings.deny(purpose=Purpose.IMPORT, by=request.worker.actor)
        raise Http404
    return file


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: StaffRequest) -> HttpResponseBase:
    """The agency's imports, and the form that hands a workbook in."""
    worker = request.worker
    form = UploadForm(request.POST or None, request.FILES or None, agency_id=worker.agency_id)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        file = actions.receive(
            name=upload.name,
            body=upload.read(),
            agency=worker.agency,
            settle=form.cleaned_data["settle"],
            grant=form.cleaned_data.get("grant"),
            by=worker.actor,
        )
        actions.request_read(file=file, by=worker.actor)
        return go_to(request, "exchange:preview", file.pk)
    page = paginate_by_key(request, queries.imports_of(worker.agency_id), "-created_at", size=20)
    waiting = queries.waiting_rows(worker.agency_id).count()
    context = {"nav": "imports", "form": form, "page": page, "waiting": waiting}
    return respond(request, "exchange/imports.html", context)


@require_GET
def preview(request: StaffRequest, file_id: UUID) -> HttpResponseBase:
    """What would be, or was, done with each row of a file."""
    return _preview(request, _file(request, file_id))


def _preview(
    request: StaffRequest, file: Import, *, questions: QuestionsForm | None = None, refusal: str = ""
) -> HttpResponse:
    outcome = request.GET.get("outcome", "")
    rows = queries.listed_rows(file, [outcome] if outcome in ImportRow.Outcome.values else [])
    page = None if file.busy else paginate_by_key(request, rows, "pk")
    if page:
        readings.note(Action.OPEN, purpose=Purpose.IMPORT, rows=len(page.items), by=request.worker.actor)
    context = {
        "nav": "imports",
        "file": file,
        "page": page,
        "rows": show(page.items) if page else [],
        "chips": _chips(file, outcome),
        "problems": [(one["severity"], problem_in_words(one)) for one in file.problems],
        "errors": policies.error_count(file),
        "form": questions,
        "questions": questions or _questions(file),
        "commit_form": CommitForm(),
        "refusal": refusal,
        "can_commit": file.state == Import.State.PREVIEWED,
        "waiting": queries.waiting_rows(file.agency_id).filter(file=file).count(),
    }
    status = 422 if refusal or (questions is not None and questions.errors) else 200
    return respond(request, "exchange/preview.html", context, part="rows", status=status)


def _questions(file: Import) -> QuestionsForm | None:
    """What the file leaves to be asked once; nothing after it was written."""
    if file.state != Import.State.PREVIEWED:
        return None
    asked = queries.asked_of(file)
    return QuestionsForm(asked=asked) if asked["headings"] or asked["words"] else None


def _chips(file: Import, chosen: str) -> list[dict[str, Any]]:
    """Filters by outcome with their counts."""
    totals: Counter[str] = Counter()
    for outcomes in file.counts.values():
        totals.update(outcomes)
    everything = {"code": "", "label": _("All"), "count": sum(totals.values()), "here": not chosen}
    return [
        everything,
        *(
            {"code": one.value, "label": one.label, "count": totals[one], "here": one == chosen}
            for one in ImportRow.Outcome
            if totals[one]
        ),
    ]


@require_GET
def progress(request: StaffRequest, file_id: UUID) -> HttpResponseBase:
    """How far the job is; when it is over, the browser goes to the preview."""
    file = _file(request, file_id)
    if not file.busy:
        return HttpResponseClientRedirect(reverse("exchange:preview", args=[file.pk]))
    return respond(request, "exchange/job.html", {"file": file})


@require_POST
def explain(request: StaffRequest, file_id: UUID) -> HttpResponseBase:
    """Answer what unknown headings and words mean; the file is read again with the answers."""
    file = _file(request, file_id)
    if file.state != Import.State.PREVIEWED:
        return go_to(request, "exchange:preview", file.pk)
    form = QuestionsForm(request.POST, asked=queries.asked_of(file))
    if not form.is_valid():
        return _preview(request, file, questions=form)
    worker = request.worker
    actions.explain(
        file=file, agency=worker.agency, headings=form.headings(), words=form.words(), by=worker.actor
    )
    return go_to(request, "exchange:preview", file.pk)


@require_POST
def commit(request: StaffRequest, file_id: UUID) -> HttpResponseBase:
    """Accept the preview: a worker writes it, all or nothing."""
    file = _file(request, file_id)
    form = CommitForm(request.POST)
    skip_errors = form.is_valid() and form.cleaned_data["skip_errors"]
    try:
        actions.request_commit(file=file, skip_errors=skip_errors, by=request.worker.actor)
    except actions.NotNow as refused:
        return _preview(request, file, refusal=refusal_in_words(refused.code))
    return go_to(request, "exchange:preview", file.pk)


@require_POST
def withdraw(request: StaffRequest, file_id: UUID) -> HttpResponseBase:
    """Take a file back that was not written."""
    file = _file(request, file_id)
    try:
        actions.withdraw(file=file, by=request.worker.actor)
    except actions.NotNow as refused:
        return _preview(request, file, refusal=refusal_in_words(refused.code))
    done(request, _("The file was taken back, nothing of it is kept."))
    return go_to(request, "exchange:imports")
