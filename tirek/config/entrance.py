"""Between the log-in and everything else: whoever works with real people has a second factor and has shown it in this session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve, reverse

from tirek.config.middleware import PUBLIC
from tirek.gate.confirming import passed_at
from tirek.gate.devices import device_of
from tirek.gate.installation import is_demo
from tirek.ui.pages import go_to

ENROLLING: Final = frozenset(
    {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "ui:appearance"}
)
"""What whoever has no second factor yet may open beside the public pages."""
PASSING: Final = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn", "ui:appearance"})
"""What whoever has one, and has not shown it in this session, may open."""
WITHOUT_DATABASE: Final = "health"
SECOND_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Entrance:
    """Lead to the second factor whoever has not shown it; a demo asks for none, and what is no demo is real.

    On the way `request.is_entering` stands: such a page is answered without an actor, and so without a row of anybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or lead to enrol or to show the second factor."""
        name = _name_of(request)
        if name == WITHOUT_DATABASE:
            return self.get_response(request)
        request.is_demo = is_demo()  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.session.note_use(device_of(request.headers.get("User-Agent", "")))  # type: ignore[attr-defined]
        if request.is_demo or name in PUBLIC or passed_at(request) is not None:  # type: ignore[attr-defined]
            return self.get_response(request)
        has_one = is_mfa_enabled(request.user, list(SECOND_FACTORS))
        if name in (PASSING if has_one else ENROLLING):
            request.is_entering = True  # type: ignore[attr-defined]
            return self.get_response(request)
        return _lead_to_pass(request) if has_one else go_to(request, "mfa_index")


def _lead_to_pass(request: HttpRequest) -> HttpResponseBase:
    """To the second factor, and from there on to the page that was asked for."""
    shows = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    further = request.get_full_path() if request.method == "GET" else reverse("start")
    return go_to(request, f"{shows}?{urlencode({'next': further})}")


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info, getattr(request, "urlconf", None)).view_name
    except Resolver404:
        return ""
