"""Whether two names of a reference row are the same words."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SAME: Final = str.maketrans({"ё": "е", "«": "", "»": "", '"': "", "“": "", "”": "", "„": ""})


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """The words of a name without case, quotes, ё and spare spaces: the form in which names are compared."""
    return " ".join(text.casefold().translate(_SAME).split())
