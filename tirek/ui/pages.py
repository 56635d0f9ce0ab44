"""How views answer: a whole page or its part, 422 for a form with mistakes, a word of what was done."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from tirek.ui.paging import KeyPage, paginate_by_key

__all__ = ["KeyPage", "done", "go_to", "paginate_by_key", "respond", "undo_url_of"]

UNPROCESSABLE = 422
UNDO = "undo:"


def respond(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int | None = None,
    part: str = "",
) -> HttpResponse:
    """Answer with the page, or to htmx with its named part; a bound form with mistakes makes the status 422."""
    context = dict(context or {})
    if status is None:
        form = context.get("form")
        status = UNPROCESSABLE if form is not None and form.is_bound and form.errors else 200
    if part and _asks_for_a_part(request):
        template = f"{template}#{part}"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response


def go_to(request: HttpRequest, to: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Send the browser on after a change, whether it asked by a form or by htmx."""
    answer = redirect(to, *args, **kwargs)
    return HttpResponseClientRedirect(answer.url) if _asks_for_a_part(request) else answer


def done(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Say on the next page what was done, with a button that takes it back."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo_url}" if undo_url else "")


def undo_url_of(extra_tags: str | None) -> str:
    """Return the address that takes a message's deed back, if it has one."""
    return extra_tags.removeprefix(UNDO) if extra_tags and extra_tags.startswith(UNDO) else ""


def _asks_for_a_part(request: HttpRequest) -> bool:
    asked: Any = getattr(request, "htmx", False)
    return bool(asked) and not asked.boosted
