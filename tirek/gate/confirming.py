"""The second factor once more: asked before what does most harm, and good for ten minutes. A demo asks for none."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from tirek.gate.installation import is_demo
from tirek.ui.pages import go_to

MINUTES: Final = 10
SECOND: Final = "mfa"
_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def passed_at(request: HttpRequest, method: str = SECOND) -> float | None:
    """When this session last showed the second factor, or another `method` of allauth's; None: it never did."""
    records = get_authentication_records(request, request.user)
    moments = [one["at"] for one in records if one.get("method") == method]
    return max(moments, default=None)


def is_fresh(request: HttpRequest, method: str = SECOND) -> bool:
    """Whether a method was shown within the last ten minutes."""
    moment = passed_at(request, method)
    return moment is not None and time.time() - moment <= MINUTES * 60


def second_factor_is_fresh(request: HttpRequest) -> bool:
    """Whether the second factor was shown within the last ten minutes; in a demo there is none to ask for."""
    return is_demo() or is_fresh(request)


def recently_confirmed(view: _View) -> _View:
    """Ask for the second factor again before this view, unless it was shown within ten minutes.

    What was sent is not done later behind the sender's back: after the confirmation the page comes back, to be sent again.
    """

    @wraps(view)
    def confirmed(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if second_factor_is_fresh(request):
            return view(request, *args, **kwargs)
        return ask_again(request)

    return cast(_View, confirmed)


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """Lead to the second factor and from there back to the page."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    messages.info(request, _("Confirm that it is you, then do it once more."))
    return go_to(request, f"{methods[0]['url']}?{urlencode({'next': _back(request)})}")


def _back(request: HttpRequest) -> str:
    """The page to come back to: this one, or the own page a form was sent from."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() and came_from.path else "/"
