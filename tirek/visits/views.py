"""Pages of keeping in touch with one person: attempts by one press, contact lost, and the return."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.cases.opening import note, open_person, sees_needs
from tirek.gate.fetching import fetch_together
from tirek.people import queries as people
from tirek.ui.pages import done, go_to, respond
from tirek.visits import actions
from tirek.visits.forms import ContactForm, LostForm, ReturnForm
from tirek.visits.history import Lost, Tried, contacts_of, episodes_of
from tirek.visits.models import Contact, LostEpisode

_form = require_http_methods(["GET", "HEAD", "POST"])


def _person(request: StaffRequest, person_id: UUID, *, shows_why: bool = False) -> people.Opened:
    one = open_person(request, person_id, shows_why=shows_why)
    note(request, one.person.id, ())
    return one


@_form
def contacts(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Everything tried so far, and one more attempt by one press."""
    one = _person(request, person_id, shows_why=True)
    if not sees_needs(one):
        return respond(
            request, "cases/closed.html", {"nav": "people", "person": one.person, "here": "contacts"}
        )
    form = ContactForm(request.POST or None)
    if form.is_valid():
        tried = actions.try_contact(
            person=one.person, people=one.ids, contact=form.facts(), by=request.worker.actor
        )
        undo = reverse("visits:strike_contact", args=[tried.pk])
        done(
            request, _("Written down: %(outcome)s.") % {"outcome": tried.get_outcome_display()}, undo_url=undo
        )
        return go_to(request, "visits:contacts", one.person.id)
    tried_so_far: list[Tried]
    episodes: list[Lost]
    tried_so_far, episodes = fetch_together(contacts_of(one.ids), episodes_of(one.ids))
    mine = request.worker.agency_id
    reached = last_reached(tried_so_far)
    today = timezone.localdate()
    context = {
        "nav": "people",
        "person": one.person,
        "form": form,
        "outcomes": Contact.Outcome.choices,
        "tried": tried_so_far,
        "episodes": episodes,
        "lost": next(
            (lost for lost in episodes if lost.returned_on is None and lost.agency_id == mine), None
        ),
        "reached": reached,
        "silent_days": (today - reached).days if reached else None,
        "phones": fetch_together(people.reached(one.ids))[0].phones,
        "own_agency": mine,
    }
    return respond(request, "visits/contacts.html", context)


def last_reached(tried: list[Tried]) -> date | None:
    """The last day on which the person was spoken to."""
    days = [timezone.localdate(one.at) for one in tried if one.was_reached and one.struck_at is None]
    return max(days, default=None)


@require_POST
def strike_contact(request: StaffRequest, contact_id: UUID) -> HttpResponseBase:
    """Strike out an attempt that was pressed by mistake."""
    contact = Contact.every.filter(agency_id=request.worker.agency_id, pk=contact_id).first()
    if contact is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    actions.strike_contact(contact=contact, by=request.worker.actor)
    messages.info(request, _("Struck out: it counts nowhere."))
    return go_to(request, "visits:contacts", contact.person_id)


@_form
def lose(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Say that contact is lost, and why."""
    one = _person(request, person_id)
    form = LostForm(request.POST or None)
    if form.is_valid():
        tried = [
            row
            for row in fetch_together(contacts_of(one.ids))[0]
            if row.agency_id == request.worker.agency_id
        ]
        try:
            actions.lose_contact(
                person=one.person,
                people=one.ids,
                **form.cleaned_data,
                last_contact_on=last_reached(tried),
                by=request.worker.actor,
            )
            done(request, _("Written down. The plan is paused and reminds nobody until the return."))
        except actions.LostAlready:
            messages.info(request, _("A colleague has written it down already."))
        return go_to(request, "visits:contacts", one.person.id)
    return respond(request, "visits/lose.html", {"nav": "people", "form": form, "person": one.person})


def _episode(request: StaffRequest, episode_id: UUID) -> LostEpisode:
    episode = LostEpisode.objects.filter(agency_id=request.worker.agency_id, pk=episode_id).first()
    if episode is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    return episode


@_form
def come_back(request: StaffRequest, episode_id: UUID) -> HttpResponseBase:
    """The person is back."""
    episode = _episode(request, episode_id)
    one = _person(request, episode.person_id)
    form = ReturnForm(request.POST or None, initial={"version": episode.version})
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.return_contact(
                episode=episode,
                people=one.ids,
                note=said["note"],
                version=said["version"],
                by=request.worker.actor,
            )
            undo = reverse("visits:reopen", args=[episode.pk])
            done(
                request,
                _("In touch again. The plan is open, and a review is due in three working days."),
                undo_url=undo,
            )
        except actions.NotLost:
            messages.info(request, _("A colleague has written it down already."))
        return go_to(request, "visits:contacts", one.person.id)
    context = {"nav": "people", "form": form, "person": one.person, "episode": episode}
    return respond(request, "visits/return.html", context)


@require_POST
def reopen(request: StaffRequest, episode_id: UUID) -> HttpResponseBase:
    """The return was a mistake: contact is lost still."""
    episode = _episode(request, episode_id)
    one = _person(request, episode.person_id)
    try:
        actions.reopen_episode(episode=episode, people=one.ids, by=request.worker.actor)
        messages.info(request, _("Contact is lost still: the plan is paused again."))
    except actions.LostAlready:
        messages.info(request, _("A colleague has written it down already."))
    return go_to(request, "visits:contacts", one.person.id)
