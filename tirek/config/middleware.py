"""No page without a log-in: the rule stands here once, not in every view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tirek.agencies.queries import NobodyCalled, worker_of

PUBLIC: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "set_language",
        "health",
        "account_inactive",
        "agencies:accept",
    }
)
"""URL names that anybody may open."""


class StaffOnly:
    """Send whoever is not logged in to the log-in page; put the worker on the request of whoever is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the gate is in process_view, where the URL's name is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Refuse before the view runs."""
        match = request.resolver_match
        if match is not None and match.view_name in PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            request.worker = worker_of(request.user)  # type: ignore[attr-defined]
        except NobodyCalled:
            return render(request, "403.html", status=403)
        return None
