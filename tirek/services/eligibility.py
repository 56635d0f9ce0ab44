"""Who may have what is offered, as data: codes with values, and for a person the conditions that are not met, in words.

A condition nobody can judge from what is known is not a refusal: it is a question to ask. Half the refusals of 2017 were such questions
that nobody had asked before sending (the seed's report: «проживают с родителями, или трудоустроены»).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tirek.people.models import Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What is known of somebody; None where it is not."""

    birth_on: date | None = None
    birth_year: int | None = None
    sex: str = ""
    place: str = ""
    released_on: date | None = None
    on_probation: bool | None = None
    works: bool | None = None
    in_hardship: bool | None = None
    has_home: bool | None = None
    papers: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition that is not met, or that nobody can judge yet: then it is a question and not a refusal."""

    code: str
    words: str
    is_question: bool = False


class BadCondition(ValueError):
    """A condition with an unknown code, or a value it cannot have."""


Judge = Callable[[PersonFacts, Any, date], bool | None]
"""Whether a condition is met; None where it cannot be judged."""


def _ages(facts: PersonFacts, day: date) -> tuple[int, int] | None:
    """The least and the most full years somebody can have on a day."""
    if facts.birth_on is not None:
        born = facts.birth_on
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return age, age
    if facts.birth_year is not None:
        return day.year - facts.birth_year - 1, day.year - facts.birth_year
    return None


def _not_younger(facts: PersonFacts, value: int, day: date) -> bool | None:
    ages = _ages(facts, day)
    return None if ages is None or ages[0] < value <= ages[1] else ages[0] >= value


def _not_older(facts: PersonFacts, value: int, day: date) -> bool | None:
    ages = _ages(facts, day)
    return None if ages is None or ages[0] <= value < ages[1] else ages[1] <= value


def _released_within(facts: PersonFacts, value: int, day: date) -> bool | None:
    released = facts.released_on
    return None if released is None else day - timedelta(days=value) <= released <= day


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def _lives_in(facts: PersonFacts, value: str, _day: date) -> bool | None:
    return _plain(value) in _plain(facts.place) if facts.place else None


def _not(known: bool | None) -> bool | None:
    return None if known is None else not known


@dataclass(frozen=True, slots=True)
class Condition:
    """A code: the type of its value, how it is judged, and what it asks for in words."""

    takes: type
    judge: Judge
    words: Promise

    def said(self, value: Any) -> str:
        """The condition in words."""
        if self.takes is bool:
            return str(self.words)
        shown = Sex(value).label if self.takes is Sex else value
        return str(self.words) % {"value": shown}


CODES: Final[Mapping[str, Condition]] = {
    "age_from": Condition(int, _not_younger, gettext_lazy("not younger than %(value)s")),
    "age_to": Condition(int, _not_older, gettext_lazy("not older than %(value)s")),
    "sex": Condition(
        Sex,
        lambda facts, value, _day: facts.sex == value if facts.sex else None,
        gettext_lazy("only: %(value)s"),
    ),
    "place": Condition(str, _lives_in, gettext_lazy("lives in %(value)s")),
    "released_within": Condition(
        int, _released_within, gettext_lazy("released not longer than %(value)s days ago")
    ),
    "on_probation": Condition(
        bool,
        lambda facts, _value, _day: facts.on_probation,
        gettext_lazy("is on the register of the probation service"),
    ),
    "in_hardship": Condition(
        bool, lambda facts, _value, _day: facts.in_hardship, gettext_lazy("in a difficult life situation")
    ),
    "not_working": Condition(
        bool, lambda facts, _value, _day: _not(facts.works), gettext_lazy("has no work")
    ),
    "no_home": Condition(
        bool, lambda facts, _value, _day: _not(facts.has_home), gettext_lazy("has nowhere to live")
    ),
}


def checked(conditions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Conditions as they are kept; raises BadCondition for one that cannot be judged."""
    kept: list[dict[str, Any]] = []
    for said in conditions:
        code, value = str(said.get("code", "")), said.get("value")
        known = CODES.get(code)
        if known is None or any(one["code"] == code for one in kept) or not _fits(known.takes, value):
            raise BadCondition(code)
        kept.append({"code": code, "value": value})
    return kept


def _fits(takes: type, value: Any) -> bool:
    if takes is Sex:
        return value in Sex.values
    if takes is bool:
        return value is True
    if takes is int:
        return type(value) is int and value > 0
    return isinstance(value, str) and bool(value.strip())


def in_words(conditions: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is asked of whoever comes."""
    return [CODES[said["code"]].said(said["value"]) for said in conditions]


def why_not(
    conditions: Sequence[Mapping[str, Any]], papers: Sequence[str], facts: PersonFacts, day: date
) -> list[Reason]:
    """The conditions somebody does not meet on a day, and the questions to ask before sending; refusals first."""
    found = []
    for said in conditions:
        condition = CODES[said["code"]]
        met = condition.judge(facts, said["value"], day)
        if not met:
            found.append(Reason(said["code"], condition.said(said["value"]), is_question=met is None))
    if missing := _missing(papers, facts):
        text = ngettext("%(n)s paper is missing", "%(n)s papers are missing", missing) % {"n": missing}
        found.append(Reason("papers", text))
    elif papers and facts.papers is None:
        found.append(Reason("papers", _("which papers are at hand"), is_question=True))
    return sorted(found, key=lambda reason: reason.is_question)


def _missing(papers: Sequence[str], facts: PersonFacts) -> int:
    return len(set(papers) - facts.papers) if facts.papers is not None else 0
