"""Keys by which a person is found again: a dozen kinds, each an int4 hash; none is made from an IIN or a telephone.

A record keeps `index_keys`; a search asks with `query_keys`, which also tries the name in swapped order. Whoever shares
one key is a candidate, and only the score decides. Changing anything here means writing every stored key anew.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from tirek.linkage.folding import folded, is_patronymic, words
from tirek.linkage.letters import is_initial
from tirek.linkage.subject import Subject

KEYS_VERSION = 2
_HALF, _WHOLE = 1 << 31, (1 << 32) - 1
# From this many people on, a namesake of a wholly other date cannot weigh enough to be asked about.
NAMESAKES_FROM = 250_000
# The signs of `folding.sound`; a star is a vowel at the beginning.
SOUNDS = "*pftkswmnlr"


class _Spelling(NamedTuple):
    """What the keys are made of: sounds and first letters, one way of reading a name."""

    surname: str
    surname_start: str
    given: str
    given_first: str
    given_is_initial: bool
    patronymic: str
    patronymic_first: str


def index_keys(subject: Subject) -> list[int]:
    """The keys a record is stored under."""
    return list(
        _index_keys(subject.surname, subject.given, subject.patronymic, subject.birth_on, subject.year)
    )


@lru_cache(maxsize=50_000)
def _index_keys(
    surname: str, given: str, patronymic: str, birth_on: date | None, year: int | None
) -> tuple[int, ...]:
    """An import asks for the keys of a spelling when it matches and again when it writes."""
    found: set[int] = set()
    day = _date_key(birth_on) if birth_on else None
    for spelling in _spellings(surname, given, patronymic):
        found.update(_hashes(_written(spelling, day, year)))
    return tuple(sorted(found))


def key_kinds(subject: Subject) -> dict[int, str]:
    """The kind of each key of `index_keys`, to say what was left out where too many share one."""
    day = _date_key(subject.birth_on) if subject.birth_on else None
    spellings = _spellings(subject.surname, subject.given, subject.patronymic)
    texts = [text for one in spellings for text in _written(one, day, subject.year)]
    return {key: text.partition("|")[0] for key, text in zip(_hashes(texts), texts, strict=True)}


def query_keys(subject: Subject) -> list[int]:
    """The keys to ask with: those a record would have, for every order the name may have been written in."""
    return list(
        _query_keys(subject.surname, subject.given, subject.patronymic, subject.birth_on, subject.year)
    )


@lru_cache(maxsize=50_000)
def _query_keys(
    surname: str, given: str, patronymic: str, birth_on: date | None, year: int | None
) -> tuple[int, ...]:
    found: set[int] = set()
    day = _date_key(birth_on) if birth_on else None
    for order in _orders(surname, given, patronymic):
        for spelling in _spellings(*order):
            found.update(_hashes(_asked(spelling, day, year)))
    return tuple(sorted(found))


def loose_query_keys(subject: Subject, register_size: int = 0) -> list[int]:
    """The second tier, before a new person is registered: what one more slip of the pen or of the date has hidden.

    With a year of birth, only the first letter of the given name counts. Without one, a slip in the sound of the surname or of the
    given name is tried. The name alone, whatever the date, is asked while the register is small: in a large one every namesake would
    come, and none could weigh enough.
    """
    found = set(query_keys(subject))
    for surname, given, patronymic in _orders(subject.surname, subject.given, subject.patronymic):
        for one in _spellings(surname, given, patronymic):
            if one.given_is_initial:
                found.update(_hashes([_names_by_initials(one)]))
            elif one.surname and one.given:
                if register_size < NAMESAKES_FROM:
                    found.update(_hashes([f"name|{one.surname}|{one.given}"]))
                found.update(_hashes(_without_birth_starts(one)))
                if subject.year:
                    found.update(_hashes([f"initial-year|{one.surname}|{one.given_first}|{subject.year}"]))
    if subject.year is None:
        first = next(iter(_spellings(subject.surname, subject.given, subject.patronymic)))
        found.update(_hashes(_slipped(first)))
    return sorted(found)


def _slipped(one: _Spelling) -> list[str]:
    """The keys of everybody whose surname or given name sounds one slip away."""
    if not one.surname or not one.given:
        return []
    found = [f"name|{surname}|{one.given}" for surname in one_slip_away(one.surname)]
    return found + [f"name|{one.surname}|{given}" for given in one_slip_away(one.given)]


def one_slip_away(sound: str) -> set[str]:
    """Every sound that a letter less, more, other, or two swapped would leave."""
    cuts = [(sound[:place], sound[place:]) for place in range(len(sound) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found.update(left + letter + right[1:] for left, right in cuts if right for letter in SOUNDS)
    found.update(left + letter + right for left, right in cuts for letter in SOUNDS)
    found.update(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    return {one for one in found if one and one != sound and "*" not in one[1:]}


def _orders(surname: str, given: str, patronymic: str) -> Iterator[tuple[str, str, str]]:
    yield surname, given, patronymic
    if surname and given:
        yield given, surname, patronymic
    if given and patronymic:
        yield patronymic, surname, given
    if not patronymic and surname and is_patronymic(surname.replace(" ", "")):
        yield "", given, surname


def _spellings(surname: str, given: str, patronymic: str) -> list[_Spelling]:
    """One for each half of a double surname."""
    name, letter, is_letter = _given(given)
    father, initial = _patronymic(patronymic)
    return [
        _Spelling(sound, start, name, letter, is_letter, father, initial)
        for sound, start in _surnames(surname)
    ]


@lru_cache(maxsize=100_000)
def _surnames(surname: str) -> tuple[tuple[str, str], ...]:
    """Sound and beginning of each half of a surname."""
    halves = (folded(word, "surname") for word in words(surname) or ("",))
    return tuple((half.sound, half.stem[:3]) for half in halves)


@lru_cache(maxsize=100_000)
def _given(given: str) -> tuple[str, str, bool]:
    """Sound and first letter of a given name, and whether it is only a letter."""
    whole = "".join(folded(word, "given").whole for word in words(given))
    only_a_letter = is_initial(given)
    return "" if only_a_letter else folded(whole).sound, whole[:1], only_a_letter


@lru_cache(maxsize=100_000)
def _patronymic(patronymic: str) -> tuple[str, str]:
    """Sound and first letter of a father's name."""
    father = folded("".join(words(patronymic)), "patronymic")
    return "" if is_initial(patronymic) else father.sound, father.whole[:1]


def _date_key(on: date) -> str:
    """Day and month in one order, so that a swap of the two is found too."""
    low, high = sorted((on.day, on.month))
    return f"{on.year}.{low}.{high}"


def _written(one: _Spelling, day: str | None, year: int | None) -> list[str]:
    found = [*_dated(one, day), *_undated(one, year)]
    if one.surname and one.given:
        found.append(f"name|{one.surname}|{one.given}")
    if one.surname and one.given_first:
        found.append(_names_by_initials(one))
        if year:
            found.append(f"initial-year|{one.surname}|{one.given_first}|{year}")
        elif one.given:
            found += (f"no-birth|{one.surname}|{one.given}", *_without_birth_starts(one))
    return found


def _asked(one: _Spelling, day: str | None, year: int | None) -> list[str]:
    found = [*_dated(one, day), *_undated(one, year)]
    if one.surname and one.given:
        found.append(f"no-birth|{one.surname}|{one.given}")
        if year is None:
            found.append(f"name|{one.surname}|{one.given}")
    if one.surname and one.given_is_initial:
        found.append(
            f"initial-year|{one.surname}|{one.given_first}|{year}" if year else _names_by_initials(one)
        )
    return found


def _without_birth_starts(one: _Spelling) -> tuple[str, str]:
    """Records without a birth are few: they are found by the beginning of either name."""
    return (
        f"no-birth-start|{one.surname_start}|{one.given}",
        f"no-birth-first|{one.surname}|{one.given_first}",
    )


def _names_by_initials(one: _Spelling) -> str:
    return f"initials|{one.surname}|{one.given_first}|{one.patronymic_first}"


def _dated(one: _Spelling, day: str | None) -> list[str]:
    """By birth date: a slip in any one part of the name leaves another key whole."""
    if day is None:
        return []
    surname, start, given, given_first, _, _, patronymic_first = one
    found: list[str] = []
    if surname:
        found += (f"surname-date|{surname}|{day}", f"start-date|{start}|{day}")
    if given:
        found.append(f"given-date|{given}|{day}")
    if given_first and patronymic_first:
        found.append(f"initials-date|{given_first}|{patronymic_first}|{day}")
    birthday = day.partition(".")[2]
    if surname and given_first:
        found.append(f"surname-birthday|{surname}|{given_first}|{birthday}")
    if surname and given:
        found.append(f"given-birthday|{given}|{start[:1]}|{birthday}")
    return found


def _undated(one: _Spelling, year: int | None) -> list[str]:
    """By names: a wrong date, a missing date or a changed surname leaves another key whole."""
    surname, start, given, _, _, patronymic, _ = one
    found: list[str] = []
    if given:
        if surname and patronymic:
            found.append(f"full|{surname}|{given}|{patronymic}")
        if year and surname:
            found.append(f"start-year|{start}|{given}|{year}")
        if year and patronymic:
            found.append(f"father-year|{given}|{patronymic}|{year}")
    return found


def _hashes(texts: Iterable[str]) -> list[int]:
    """Signed 32-bit numbers, the same in every run and on every machine."""
    # A sign is the upper half of the range moved below zero: this is the innermost step of a search.
    return [((crc32(text.encode()) + _HALF) & _WHOLE) - _HALF for text in texts]
