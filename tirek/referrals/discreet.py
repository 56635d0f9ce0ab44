"""What employers and schools must not learn: that somebody has a record. Looked for in everything that goes to them.

A list of stems cannot prove that a text is discreet; it catches the words letters of this trade are made of. Source: the issue's item 5,
Labour Code of Kazakhstan, article 25 (no discrimination), and the practice of the 2017 pilot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tirek.agencies.kinds import AgencyKind
from tirek.agencies.models import Agency

DISCREET_TO: Final = frozenset({AgencyKind.EMPLOYER, AgencyKind.TRAINING})
"""Kinds of agency to which nothing may go that tells of a record."""
_STEMS: Final = (
    "судим осужд осуждён приговор пробац колони тюрьм тюрем заключённ заключенн лишени освобод освобожд наказан исправительн уголовн преступ "
    "правонаруш уис удо следственн изолятор отбыва криминал амнист "
    "сотта түрме колония қамау қамақ бас бостанды жаза қылмыс үкім босат пробация тергеу рақымшылық"
)
_REVEALS: Final = re.compile(
    r"\b(?:" + "|".join(sorted({stem for stem in _STEMS.split() if len(stem) > 3})) + r")\w*|\b(?:уис|удо)\b",
    re.IGNORECASE,
)


def is_discreet_to(agency: Agency | None) -> bool:
    """Whether what goes to this agency must reveal no record."""
    return agency is not None and agency.kind in DISCREET_TO


def revealing(*texts: str) -> Sequence[str]:
    """The words in these texts that tell of a record, each once, in their order."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _REVEALS.finditer(text):
            found.setdefault(match.group().lower())
    return list(found)
