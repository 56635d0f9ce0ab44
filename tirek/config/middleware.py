"""No page without a log-in: the rule stands here once, not in every view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render

from tirek.agencies.models import Worker

PUBLIC: Final = frozenset({"account_login", "account_logout", "set_language", "health", "account_inactive"})
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
        worker = Worker.objects.select_related("agency").filter(user_id=request.user.pk).first()
        if worker is None:
            return HttpResponseForbidden(render(request, "403.html").content)
        request.worker = worker  # type: ignore[attr-defined]
        return None
