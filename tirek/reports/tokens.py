"""Live figures in written text: `{services_total}`, `{kind:legal_advice}`, `{age:17-22}` stand for today's numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.reports.figures import Figures
from tirek.reports.indicators import ON_PAGES_ONLY, PUBLISHED, NoSuchFigure, called
from tirek.ui import formats

TOKEN: Final = re.compile(r"\{([^{}\n]*)\}")
SHORT: Final = {"kind": "services", "category": "services_by_category", "event": "events"}


class UnknownToken(ValueError):
    """The text names a figure that does not exist; `tokens` are those, as written."""

    def __init__(self, tokens: list[str]) -> None:
        super().__init__(", ".join(tokens))
        self.tokens = tokens


@dataclass(frozen=True, slots=True)
class OfferedToken:
    """A figure that can be put into a text."""

    token: str
    label: str
    value: str


def check(text: str, figures: Figures) -> None:
    """Raise UnknownToken when a token of the text, or a stray brace, names no figure."""
    wrong = [token for token in TOKEN.findall(text) if value(token, figures) is None]
    if len(TOKEN.sub("", text)) != len(re.sub(r"[{}]", "", TOKEN.sub("", text))):
        wrong.append("")
    if wrong:
        raise UnknownToken([f"{{{token}}}" if token else "{ }" for token in wrong])


def render(text: str, figures: Figures, language: str) -> str:
    """The text with today's numbers; a kind that nobody got any more is 0."""
    with override(language):
        return TOKEN.sub(lambda found: value(found.group(1), figures) or formats.number(0), text)


def value(token: str, figures: Figures) -> str | None:
    """What a token stands for in the active language, None where there is no such figure."""
    name, colon, code = token.strip().partition(":")
    key = f"{SHORT.get(name, name)}{colon}{code}"
    if key in figures.numbers:
        return formats.number(figures.numbers[key])
    if key in figures.counts:
        return _("not knowable")
    if any(kind.code == code for kind in figures.kinds) and name == "sessions":
        return formats.number(next(kind.sessions for kind in figures.kinds if kind.code == code))
    return None


def offered(figures: Figures, language: str) -> list[OfferedToken]:
    """Every figure that can be inserted, with its name and today's number."""
    found = []
    with override(language):
        for one in (*PUBLISHED, *ON_PAGES_ONLY):
            if one.key in figures.counts:
                found.append(_offer(one.key, str(one.name), figures))
            found += [
                _offer(f"{one.key}:{part.code}", f"{one.name}: {part.label(language)}", figures)
                for part in figures.tables.get(one.key, [])
                if one.key != "plan"
            ]
    return found


def is_figure(token: str) -> bool:
    """Whether a page of rows can be opened for the token."""
    name, colon, code = token.strip().partition(":")
    try:
        called(f"{SHORT.get(name, name)}{colon}{code}")
    except NoSuchFigure:
        return False
    return True


def _offer(key: str, label: str, figures: Figures) -> OfferedToken:
    return OfferedToken(f"{{{key}}}", label, value(key, figures) or "")
