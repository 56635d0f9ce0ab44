"""The frame around every page, its parts rendered once for everybody who sees the same and kept while the process lasts.

What differs from one request to the next, the CSRF token and the page's own address, is put in afterwards.
"""

from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tirek.ui.navigation import Shell

_HIDDEN_FIELD: Final = "\N{OBJECT REPLACEMENT CHARACTER}token"
_ADDRESS_PLACE: Final = "\N{OBJECT REPLACEMENT CHARACTER}address"
_KEPT: Final = 1000


def part(name: str, shell: Shell, section: str, *, token: str, address: str) -> SafeString:
    """A part of the frame for a request; `section` is the one the page says it belongs to."""
    kept = _rendered(name, get_language(), shell, section)
    filled = kept.replace(_HIDDEN_FIELD, token).replace(_ADDRESS_PLACE, escape(address))
    # Rendered by our own template, where everything was escaped; a token has letters and digits only.
    return mark_safe(filled)  # noqa: S308


@lru_cache(maxsize=_KEPT)
def _rendered(name: str, language: str | None, shell: Shell, section: str) -> str:
    """The part as the template makes it; its arguments, the language among them, are all that the template reads."""
    context = {
        "shell": shell,
        "nav": section,
        "csrf_token": _HIDDEN_FIELD,
        "request": {"get_full_path": _ADDRESS_PLACE},
    }
    return render_to_string(f"ui/frame/{name}.html", context)
