"""The grant page's cards, rendered once for everybody who reads them in a language, until something is written.

A form's CSRF token is the reader's own, so the cards are kept in two parts, before it and after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from tirek.reports import keeping
from tirek.reports.workspace import Workspace

_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Cards:
    """The page before the token of its form and after it; without a form there is no token."""

    before: SafeString
    after: SafeString
    has_form: bool


def cards(work: Workspace, contents: Callable[[], dict[str, Any]]) -> Cards:
    """The cards of a grant as they are now."""
    state, alone = keeping.stamp(work.grant)
    key = f"grant-cards:{work.grant.pk}:{work.language}:{state}"
    kept: tuple[str, str, bool] | None = cache.get(key) if state else None
    if kept is None:
        context = contents()
        kept = (
            render_to_string("reports/grant_before.html", context),
            render_to_string("reports/grant_after.html", context),
            "explanation" in context,
        )
        if state and alone and all(picture.wide and picture.narrow for picture in work.pictures.values()):
            cache.set(key, kept, _SECONDS)
    before, after, has_form = kept
    # Rendered by our own templates a moment or an hour ago: everything in them was escaped there.
    return Cards(mark_safe(before), mark_safe(after), has_form)  # noqa: S308
