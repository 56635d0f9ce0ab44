"""How a count is published, and what a reader learns from it.

Rounded to fives, two published counts differ by nothing or by five and more, whatever tables, months or filters they come from;
differencing (subtracting one table from another) never leaves one to four. Source: the small number rules of Hospital Episode
Statistics (NHS Digital: small counts suppressed, all others rounded to the nearest 5).
"""

from __future__ import annotations

from typing import Final, NamedTuple

LEAST: Final = 5
"""The smallest group that may be told of."""
NO_LIMIT: Final = 10**9
Shown = int | None
"""A published count; None where it is hidden."""


class Range(NamedTuple):
    """The counts a reader has to think possible, both ends included."""

    low: int
    high: int


ANYTHING: Final = Range(0, NO_LIMIT)


def is_small(people: int) -> bool:
    """Whether so many people might be recognised."""
    return 0 < people < LEAST


def rounded(count: int) -> int:
    """The nearest multiple of five, but never nought for somebody."""
    return 0 if count == 0 else max(LEAST, (count + LEAST // 2) // LEAST * LEAST)


def told(shown: Shown) -> Range:
    """What a published count tells; a hidden one tells nothing, for the same mark covers small counts and large ones."""
    if shown is None:
        return ANYTHING
    if shown == 0:
        return Range(0, 0)
    return Range(max(LEAST, shown - LEAST // 2), shown + LEAST // 2)
