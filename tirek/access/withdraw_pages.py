"""Taking a person's word that nobody is to see them any more: at any agency that sees them, of one consent or of all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tirek.access import actions, queries
from tirek.access.people_here import refused, seen
from tirek.access.policies import may_work_with
from tirek.access.withdrawing import standing_of
from tirek.agencies.requests import StaffRequest
from tirek.people.models import Person
from tirek.ui.pages import done, go_to, respond


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, person_id: UUID) -> HttpResponseBase:
    """Who would lose sight of what, before; one consent withdrawn, or everything."""
    by = request.worker.actor
    one = seen(person_id, by=by)
    if not may_work_with(by):
        raise refused(one.id, by=by)
    if request.method == "POST":
        return _withdraw(request, one)
    context = {
        "nav": "people",
        "person": one,
        "is_ours": queries.registered_here(one.id),
        "standing": standing_of(one.id),
        "mine": request.worker.agency.name,
    }
    return respond(request, "access/withdraw.html", context)


def _withdraw(request: StaffRequest, one: Person) -> HttpResponseBase:
    everything = request.POST.get("everything") == "yes"
    try:
        named = None if everything else [UUID(number) for number in request.POST.getlist("consent")]
        actions.withdraw(person_id=one.id, consents=named, by=request.worker.actor)
    except (ValueError, actions.NotStanding) as error:
        raise refused(one.id, by=request.worker.actor) from error
    if everything:
        done(request, _("Everything is withdrawn. Nobody sees anything by a consent any more."))
    else:
        done(request, _("The consent is withdrawn, from this moment on."))
    if Person.objects.filter(pk=one.pk).exists():
        return go_to(request, "access:person", one.id)
    return go_to(request, "desk:people")
