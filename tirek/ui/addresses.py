"""Addresses of pages that one page names dozens of times: each pattern is looked up once a process and then filled in."""

from functools import cache
from typing import Final
from uuid import UUID

from django.urls import reverse

_ANYBODY: Final = UUID(int=0)


@cache
def _pattern(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_ANYBODY]).partition(str(_ANYBODY))
    return before, after


def address_of(name: str, id: UUID) -> str:
    """The address of a page about one thing."""
    before, after = _pattern(name)
    return f"{before}{id}{after}"
