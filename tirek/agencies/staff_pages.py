"""Pages of the staff: who works here, in which roles, who is invited, who may not log in any more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies import actions, entering, queries
from tirek.agencies.forms import FirstInviteForm, InviteForm, RolesForm
from tirek.agencies.models import Agency, Invitation, Worker
from tirek.agencies.policies import NobodyLeft, may_invite_first
from tirek.agencies.requests import StaffRequest
from tirek.agencies.roles import Role
from tirek.agencies.views import agency_called, context_of, own_agency
from tirek.gate.confirming import recently_confirmed
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


def _colleague(request: StaffRequest, worker_id: UUID) -> Worker:
    """Somebody of the own staff."""
    own = own_agency(request)
    return get_object_or_404(queries.staff(own).select_related("user", "agency"), pk=worker_id)


def _say_who_stays(request: StaffRequest) -> None:
    messages.error(
        request,
        _("Not done: somebody must stay to run the organisation. Make another person administrator first."),
    )


@require_GET
def staff(request: StaffRequest) -> HttpResponseBase:
    """Everybody of the own agency, and the invitations nobody has used."""
    own = own_agency(request)
    now = timezone.now()
    invited = [(one, one.is_open(now), _labels(one.roles)) for one in queries.waiting_invitations(own)]
    people = [(one, _labels(one.role_codes)) for one in queries.staff(own)]
    context = context_of(request, "staff", people=people, invited=invited)
    return respond(request, "agencies/staff.html", context)


def _labels(codes: frozenset[str] | list[str]) -> list[str]:
    """The names of roles, in the order of the table."""
    return [str(role.label) for role in Role if role in codes]


@_form
@recently_confirmed
def invite(request: StaffRequest) -> HttpResponseBase:
    """Invite somebody to the own staff."""
    own = own_agency(request)
    form = InviteForm(request.POST or None, kind=own.kind)
    if form.is_valid():
        return _invite(request, own, form, form.cleaned_data["roles"])
    return respond(request, "agencies/invite.html", context_of(request, "staff", form=form, agency=own))


@_form
@recently_confirmed
def invite_first(request: StaffRequest, agency_id: UUID) -> HttpResponseBase:
    """Invite the first administrator of an agency or branch that nobody runs."""
    agency = agency_called(agency_id)
    if not may_invite_first(agency, request.worker.actor):
        raise Http404
    form = FirstInviteForm(request.POST or None)
    if form.is_valid():
        return _invite(request, agency, form, [Role.AGENCY_ADMIN])
    context = context_of(request, _section(request, agency), form=form, agency=agency)
    return respond(request, "agencies/invite.html", context)


def _section(request: StaffRequest, agency: Agency) -> str:
    return "agency" if agency.parent_id == request.worker.agency_id else "oblast"


def _invite(
    request: StaffRequest, agency: Agency, form: InviteForm | FirstInviteForm, roles: list[str]
) -> HttpResponseBase:
    """Show the link, this once: it is kept nowhere."""
    said = form.cleaned_data
    if Invitation.objects.filter(pk=said["id"]).exists():
        messages.warning(request, _("This invitation was made already. Its link cannot be shown again."))
        return go_to(request, "agencies:settings")
    invitation, token = actions.invite(
        agency=agency,
        name=said["name"],
        post=said["post"],
        roles=roles,
        invitation_id=said["id"],
        by=request.worker.actor,
    )
    link = request.build_absolute_uri(reverse("agencies:accept", args=[token]))
    context = context_of(request, "staff", invitation=invitation, link=link, agency=agency)
    return respond(request, "agencies/invited.html", context)


@require_POST
def withdraw_invitation(request: StaffRequest, invitation_id: UUID) -> HttpResponseBase:
    """Make the link of an invitation useless."""
    own = own_agency(request)
    invitation = get_object_or_404(own.invitations, pk=invitation_id)
    actions.withdraw_invitation(invitation=invitation, by=request.worker.actor)
    done(request, _("The link does not work any more."))
    return go_to(request, "agencies:staff")


@_form
@recently_confirmed
def worker(request: StaffRequest, worker_id: UUID) -> HttpResponseBase:
    """One worker: the roles, and whether they may log in."""
    one = _colleague(request, worker_id)
    form = RolesForm(request.POST or None, kind=one.agency.kind, held=one.role_codes)
    if form.is_valid():
        try:
            actions.set_roles(worker=one, roles=form.cleaned_data["roles"], by=request.worker.actor)
        except NobodyLeft:
            form.add_error(
                "roles", _("Somebody else must be administrator before this role can be taken away")
            )
        else:
            done(request, _("The roles are changed. They hold from the next page on."))
            return go_to(request, "agencies:staff")
    is_self = one.id == request.worker.id
    context = context_of(request, "staff", form=form, worker=one, is_self=is_self)
    return respond(request, "agencies/worker.html", context)


@require_POST
def deactivate(request: StaffRequest, worker_id: UUID) -> HttpResponseBase:
    """Shut a worker out at once."""
    one = _colleague(request, worker_id)
    try:
        actions.deactivate(worker=one, by=request.worker.actor)
    except NobodyLeft:
        _say_who_stays(request)
        return go_to(request, "agencies:worker", one.id)
    undo = reverse("agencies:reactivate", args=[one.id])
    done(request, _("%(name)s is logged out and cannot log in.") % {"name": one.name}, undo_url=undo)
    return go_to(request, "agencies:staff")


@require_POST
@recently_confirmed
def forget_second_factor(request: StaffRequest, worker_id: UUID) -> HttpResponseBase:
    """Forget the lost phone or key of a worker."""
    one = _colleague(request, worker_id)
    entering.forget_second_factor(worker=one, by=request.worker.actor)
    done(request, _("%(name)s makes a new second factor at the next log-in.") % {"name": one.name})
    return go_to(request, "agencies:worker", one.id)


@require_POST
def reactivate(request: StaffRequest, worker_id: UUID) -> HttpResponseBase:
    """Let a worker log in again."""
    one = _colleague(request, worker_id)
    actions.reactivate(worker=one, by=request.worker.actor)
    done(request, _("%(name)s may log in again.") % {"name": one.name})
    return go_to(request, "agencies:staff")
