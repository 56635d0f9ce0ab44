"""Keys by which a person is found again: a dozen kinds, each an int4 hash; none is made from an IIN or a telephone.

A record keeps `index_keys`; a search asks with `query_keys`, which also tries the name in swapped order. Whoever shares
one key is a candidate, and only the score decides. Changing anything here means writing every stored key anew.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tirek.linkage.folding import folded, is_patronymic, words
from tirek.linkage.letters import is_initial
from tirek.linkage.subject import Subject

KEYS_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Spelling:
    """What the keys are made of: sounds and first letters, one way of reading a name."""

    surname: str
    surname_start: str
    given: str
    given_first: str
    patronymic: str
    patronymic_first: str
    given_is_initial: bool


def index_keys(subject: Subject) -> list[int]:
    """The keys a record is stored under."""
    found: set[int] = set()
    for spelling in _spellings(subject.surname, subject.given, subject.patronymic):
        found.update(map(_hash, _written(spelling, subject)))
    return sorted(found)


def query_keys(subject: Subject) -> list[int]:
    """The keys to ask with: those a record would have, for every order the name may have been written in."""
    found: set[int] = set()
    for surname, given, patronymic in _orders(subject):
        for spelling in _spellings(surname, given, patronymic):
            found.update(map(_hash, _asked(spelling, subject)))
    return sorted(found)


def loose_query_keys(subject: Subject) -> list[int]:
    """The second tier, before a new person is registered: also by name alone, whatever the birth date."""
    found = set(query_keys(subject))
    for surname, given, patronymic in _orders(subject):
        for one in _spellings(surname, given, patronymic):
            if one.given_is_initial:
                found.add(_hash(_names_by_initials(one)))
            elif one.surname and one.given:
                found.add(_hash(f"name|{one.surname}|{one.given}"))
    return sorted(found)


def _orders(subject: Subject) -> Iterator[tuple[str, str, str]]:
    yield subject.surname, subject.given, subject.patronymic
    if subject.surname and subject.given:
        yield subject.given, subject.surname, subject.patronymic
    if subject.given and subject.patronymic:
        yield subject.patronymic, subject.surname, subject.given
    if not subject.patronymic and subject.surname and is_patronymic(subject.surname.replace(" ", "")):
        yield "", subject.given, subject.surname


@lru_cache(maxsize=100_000)
def _spellings(surname: str, given: str, patronymic: str) -> tuple[_Spelling, ...]:
    """One for each half of a double surname."""
    return tuple(_each_spelling(surname, given, patronymic))


def _each_spelling(surname: str, given: str, patronymic: str) -> Iterator[_Spelling]:
    given_folded = "".join(folded(word, "given").whole for word in words(given))
    father = folded("".join(words(patronymic)), "patronymic")
    for word in words(surname) or ("",):
        family = folded(word, "surname")
        yield _Spelling(
            surname=family.sound,
            surname_start=family.stem[:3],
            given="" if is_initial(given) else folded(given_folded).sound,
            given_first=given_folded[:1],
            patronymic="" if is_initial(patronymic) else father.sound,
            patronymic_first=father.whole[:1],
            given_is_initial=is_initial(given),
        )


def _date_key(on: date) -> str:
    """Day and month in one order, so that a swap of the two is found too."""
    low, high = sorted((on.day, on.month))
    return f"{on.year}.{low}.{high}"


def _written(one: _Spelling, subject: Subject) -> Iterator[str]:
    yield from _dated(one, subject)
    yield from _undated(one, subject.year)
    if one.surname and one.given:
        yield f"name|{one.surname}|{one.given}"
    if one.surname and one.given_first:
        yield _names_by_initials(one)
        if subject.year:
            yield f"initial-year|{one.surname}|{one.given_first}|{subject.year}"
        elif one.given:
            yield f"no-birth|{one.surname}|{one.given}"


def _asked(one: _Spelling, subject: Subject) -> Iterator[str]:
    yield from _dated(one, subject)
    yield from _undated(one, subject.year)
    if one.surname and one.given:
        yield f"no-birth|{one.surname}|{one.given}"
        if subject.year is None:
            yield f"name|{one.surname}|{one.given}"
    if one.surname and one.given_is_initial:
        yield (
            f"initial-year|{one.surname}|{one.given_first}|{subject.year}"
            if subject.year
            else _names_by_initials(one)
        )


def _names_by_initials(one: _Spelling) -> str:
    return f"initials|{one.surname}|{one.given_first}|{one.patronymic_first}"


def _dated(one: _Spelling, subject: Subject) -> Iterator[str]:
    """By birth date: a slip in any one part of the name leaves another key whole."""
    if subject.birth_on is None:
        return
    day = _date_key(subject.birth_on)
    if one.surname:
        yield f"surname-date|{one.surname}|{day}"
        yield f"start-date|{one.surname_start}|{day}"
    if one.given:
        yield f"given-date|{one.given}|{day}"
    if one.given_first and one.patronymic_first:
        yield f"initials-date|{one.given_first}|{one.patronymic_first}|{day}"
    birthday = day.partition(".")[2]
    if one.surname and one.given:
        yield f"name-birthday|{one.surname}|{one.given}|{birthday}"
    if one.given and one.patronymic:
        yield f"father-birthday|{one.given}|{one.patronymic}|{birthday}"


def _undated(one: _Spelling, year: int | None) -> Iterator[str]:
    """By names: a wrong date, a missing date or a changed surname leaves another key whole."""
    if one.surname and one.given and one.patronymic:
        yield f"full|{one.surname}|{one.given}|{one.patronymic}"
    if year and one.surname and one.given:
        yield f"name-year|{one.surname}|{one.given}|{year}"
    if year and one.given and one.patronymic:
        yield f"father-year|{one.given}|{one.patronymic}|{year}"


def _hash(text: str) -> int:
    """A signed 32-bit number, the same in every run and on every machine."""
    number = zlib.crc32(text.encode())
    return number - (1 << 32) if number >= 1 << 31 else number
