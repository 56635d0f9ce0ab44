"""No page without a log-in, and no row without an actor: both rules stand here once, not in every view."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final
from uuid import uuid4

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve

from tirek.agencies.models import Worker
from tirek.agencies.queries import NobodyCalled, worker_of
from tirek.audit import readings
from tirek.config.doors import opens
from tirek.gate.acting import SECONDS_OF_A_REQUEST, act_as

PUBLIC: Final = frozenset(
    {
        "account_login",
        "account_logout",
        "set_language",
        "health",
        "account_inactive",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "agencies:accept",
        "letters:answer",
    }
)
"""URL names that anybody may open."""


class Streamed(RuntimeError):
    """A view streamed its answer: it would be read when the actor is gone. Exports are jobs."""


class StaffOnly:
    """Send whoever is not logged in to the log-in page; for whoever is, open the one transaction in which they act.

    The transaction is rolled back when the answer is an error of ours (5xx). What a refusal left, a denial in the access log
    or a counter, outlives its 404.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a public page or one of the entrance, send to the log-in, or act."""
        if _is_public(request) or getattr(request, "is_entering", False):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        try:
            worker = worker_of(request.user)
        except NobodyCalled:
            return render(request, "403.html", status=403)
        request.worker = worker  # type: ignore[attr-defined]
        request.opens = partial(opens, roles=worker.role_codes)  # type: ignore[attr-defined]
        answer = self.get_response if opens(_view_name(request), worker.role_codes) else _closed
        return self._act(request, worker, answer)

    def _act(
        self, request: HttpRequest, worker: Worker, answer: Callable[[HttpRequest], HttpResponseBase]
    ) -> HttpResponseBase:
        request.number = uuid4().hex  # type: ignore[attr-defined]
        with act_as(
            worker.actor,
            request=request.number,  # type: ignore[attr-defined]
            seconds=SECONDS_OF_A_REQUEST,
        ):
            response = answer(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            if response.streaming:
                raise Streamed(request.path)
        return response


def _closed(request: HttpRequest) -> HttpResponseBase:
    """A door that does not open to the worker's roles: it is said, and written down that somebody tried."""
    readings.deny(by=request.worker.actor)  # type: ignore[attr-defined]
    return render(request, "403.html", status=403)


def _is_public(request: HttpRequest) -> bool:
    """Whether anybody may open the address; an unknown one tells its 404 only to staff."""
    return _view_name(request) in PUBLIC


def _view_name(request: HttpRequest) -> str:
    """The name of the address; of one that is not there, none."""
    try:
        return resolve(request.path_info, getattr(request, "urlconf", None)).view_name
    except Resolver404:
        return ""
