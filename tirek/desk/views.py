"""Screens about people: the list, one person's page, a new person."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.access.policies import may_work_with
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk import queries, timeline
from tirek.desk.forms import CorrectionForm
from tirek.desk.opening import open_person
from tirek.desk.page import page_of
from tirek.gate import tallies
from tirek.gate.categories import Category
from tirek.gate.confirming import recently_confirmed
from tirek.people import actions
from tirek.people import queries as people_queries
from tirek.people.models import Person
from tirek.people.policies import may_correct
from tirek.referrals.policies import may_work as may_refer
from tirek.ui.pages import KeyPage, done, go_to, paginate_by_key, respond

_ON_A_PAGE = 25


@require_http_methods(["GET", "POST"])
def people(request: StaffRequest) -> HttpResponseBase:
    """The people of the agency in Kazakh alphabetical order, searched and narrowed; an IIN never stands in an address."""
    said = request.POST if request.method == "POST" else request.GET
    text, chip = said.get("q", "").strip(), said.get("show", "")
    is_by_iin = people_queries.is_iin(text)
    if request.method == "POST" and not is_by_iin:
        return redirect(_address(text, chip))
    if is_by_iin:
        try:
            tallies.count(tallies.SEARCH_BY_IIN, request.worker.id)
        except tallies.TooOften as often:
            messages.error(request, often.sentence)
            return redirect("desk:people")
    page, guesses = _find(request, text, chip)
    in_address = "" if is_by_iin else text
    chips = [(one, _address(in_address, one.code), one.code == chip) for one in queries.CHIPS]
    context = {
        "nav": "people",
        "query": text,
        "chip": chip,
        "chips": chips,
        "page": page,
        "rows": queries.rows(page.items, request.worker.agency_id),
        "guesses": guesses,
        "asked": queries.asked_in(text) if guesses else [],
        "sees_cases": Category.SOCIAL in request.worker.categories,
        "may_register": may_work_with(request.worker.actor),
    }
    return respond(request, "desk/people.html", context, part="found")


def _find(request: StaffRequest, text: str, chip: str) -> tuple[KeyPage[Person], queries.Guesses]:
    """Whoever is written so; else whoever may be meant."""
    agency_id = request.worker.agency_id
    own, shared = queries.listed(agency_id, text, chip)
    page = paginate_by_key(request, own, "sort_key", size=_ON_A_PAGE, also=shared)
    guesses = queries.Guesses()
    if text and not page and not people_queries.is_number(text):
        subject = queries.subject_in(text)
        if not chip and queries.says_something(subject):
            guesses = queries.guesses(subject)
    action = Action.SEARCH if text else Action.OPEN
    readings.note(action, rows=len(page.items) or len(guesses), by=request.worker.actor)
    return page, guesses


def _address(text: str, chip: str) -> str:
    said = {name: value for name, value in (("q", text), ("show", chip)) if value}
    return f"{reverse('desk:people')}?{urlencode(said)}" if said else reverse("desk:people")


@require_GET
def person(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """One person's page; every reading of it is a row of the access log."""
    one = open_person(request, person_id)
    if one.person.id != person_id:
        return go_to(request, "desk:person", one.person.id)
    readings.note(Action.OPEN, person=person_id, by=request.worker.actor)
    return _page(request, one)


def _page(request: StaffRequest, one: people_queries.Opened, *, with_iin: bool = False) -> HttpResponseBase:
    show = request.GET.get("show", "")
    page, person = page_of(one), one.person
    events = [event for event in page.happenings if show in ("", event.group)]
    shown = events if "all" in request.GET else events[: timeline.SHOWN_AT_ONCE]
    context = {
        "nav": "people",
        "page": page,
        "person": person,
        "with_iin": with_iin,
        "own_agency": request.worker.agency_id,
        "may_correct": may_correct(person, request.worker.agency_id),
        "may_refer": may_refer(request.worker.actor),
        "show": show,
        "filters": timeline.FILTERS,
        "months": timeline.by_month(shown),
        "events_total": len(events),
        "has_more": len(shown) < len(events),
    }
    return respond(request, "desk/person.html", context, part="timeline")


@require_POST
@recently_confirmed
def reveal_iin(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Show the IIN once and leave a row in the access log."""
    one = open_person(request, person_id)
    readings.note(Action.REVEAL, person=one.person.id, by=request.worker.actor)
    if request.headers.get("HX-Request"):
        return respond(request, "desk/person.html", {"revealed": people_queries.iin_of(one.ids)}, part="iin")
    return _page(request, one, with_iin=True)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Correct what the register shows of a person; the former spelling stays among the records."""
    one = open_person(request, person_id)
    person = one.person
    if not may_correct(person, request.worker.agency_id):
        readings.deny(person=person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
        raise Http404
    readings.note(Action.OPEN, person=person.id, purpose=Purpose.CORRECT, by=request.worker.actor)
    form = CorrectionForm(request.POST or None, person=person, known_iin=people_queries.iin_of(one.ids))
    if form.is_valid():
        _correct(form, person, request)
        done(request, _("Corrected. The former spelling is kept among the sources."))
        return go_to(request, "desk:person", person.id)
    context = {"nav": "people", "form": form, "person": person}
    return respond(request, "desk/correct.html", context)


def _correct(form: CorrectionForm, one: Person, request: StaffRequest) -> None:
    said = form.cleaned_data
    actions.correct(
        person=one,
        name=said["name"],
        birth_on=form.birth_on,
        birth_year=form.birth_year,
        sex=said["sex"],
        iin=said["iin"],
        phones=(said["phone"],) if said["phone"] else (),
        by=request.worker.actor,
    )
