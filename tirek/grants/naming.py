"""Names of reference rows: whether two are the same words, and the reader's one in SQL."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_SAME: Final = str.maketrans({"ё": "е", "«": "", "»": "", '"': "", "“": "", "”": "", "„": ""})


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """The words of a name without case, quotes, ё and spare spaces: the form in which names are compared."""
    return " ".join(text.casefold().translate(_SAME).split())


def name_in_sql(row: str) -> str:
    """The SQL of `Named.name` for a row of that alias; the query is given the reader's `language`."""
    own = " ".join(f"WHEN '{code}' THEN NULLIF({row}.name_{code}, '')" for code in ("kk", "en"))
    return f"COALESCE(CASE %(language)s {own} END, {row}.name_ru)"
