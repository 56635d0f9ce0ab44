"""The page behind the link of an invitation: open to whoever holds the link, and it works once."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib.auth import logout
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tirek.agencies import actions
from tirek.agencies.forms import AcceptForm
from tirek.agencies.invitations import LinkSpent, hash_of, why_spent
from tirek.agencies.models import Invitation
from tirek.agencies.roles import Role
from tirek.gate import tallies
from tirek.gate.acting import act_as
from tirek.ui.pages import done, go_to, respond

_GONE, _UNKNOWN, _TOO_MANY = 410, 404, 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponseBase:
    """Choose a login and a password; opening the page alone uses nothing up."""
    found = Invitation.objects.select_related("agency").filter(token_hash=hash_of(token)).first()
    if found is None:
        try:
            tallies.count(tallies.INVITATION, get_adapter().get_client_ip(request))
        except tallies.TooOften as often:
            return respond(
                request, "agencies/spent.html", {"why": "often", "sentence": often.sentence}, status=_TOO_MANY
            )
        return respond(request, "agencies/spent.html", {"why": "unknown"}, status=_UNKNOWN)
    if why := why_spent(found, timezone.now()):
        return _spent(request, why)
    form = AcceptForm(request.POST or None)
    if form.is_valid():
        login, password = form.cleaned_data["login"], form.cleaned_data["password"]
        try:
            with act_as(found.invitee, purpose="invitation"):
                actions.accept(invitation=found, login=login, password=password, by=found.invitee)
        except LinkSpent as spent:  # the same link came twice at once
            return _spent(request, str(spent))
        except IntegrityError:  # the login was taken between the question and the answer
            form.add_error("login", _("This login is taken. Add a digit or your initials"))
        else:
            logout(request)
            done(request, _("You are on the staff now. Log in with what you have just chosen."))
            return go_to(request, "account_login")
    roles = [role.label for role in Role if role in found.roles]
    return respond(request, "agencies/accept.html", {"form": form, "invitation": found, "roles": roles})


def _spent(request: HttpRequest, why: str) -> HttpResponseBase:
    return respond(request, "agencies/spent.html", {"why": why}, status=_GONE)
