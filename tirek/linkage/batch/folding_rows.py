"""One row of a list to one prepared row: read its cells, fold, key; whatever is wrong with it is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from tirek.linkage.batch.lists import Fault, Row
from tirek.linkage.dates import DateFault, DateReading, parse_date
from tirek.linkage.features import Features, features, features_of
from tirek.linkage.given_names import KNOWN, SHORT_FORMS
from tirek.linkage.identifiers import IinCheck, NumberFault, NumberNote, check_iin
from tirek.linkage.keys import index_keys, query_keys
from tirek.linkage.letters import is_initial
from tirek.linkage.names import Name, name_of_columns, parse_name
from tirek.linkage.subject import Sex, Subject, subject_of

Seal = Callable[[str], bytes]
_LOST_POINT: Final = re.compile(r"(\d{9,12})[.,]0*")
_EXPONENT: Final = re.compile(r"\d[.,]\d+e\+?1[01]", re.IGNORECASE)
_SEXES: Final[dict[str, Sex]] = {
    **dict.fromkeys(("m", "м", "муж", "мужской", "мужчина", "male", "ер", "еркек", "ерлер", "1"), "m"),
    **dict.fromkeys(("f", "ж", "жен", "женский", "женщина", "female", "ә", "әйел", "әйелдер", "2"), "f"),
}


def sealing(key: bytes) -> Seal:
    """A seal of IINs for one run; the key never leaves the work folder."""
    return lambda iin: blake2b(iin.encode(), key=key[:64], digest_size=8).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row as it was understood."""

    id: str
    line: int
    subject: Subject


def understood(row: Row, seal: Seal) -> tuple[Entry | None, list[Fault]]:
    """Read the cells of a row; None when nobody is named in it, even by an IIN."""
    line, id_cell, iin_cell, *name_cells, birth_cell, sex_cell, full_cell = row
    faults: list[Fault] = []
    id = _text(id_cell)
    if not id:
        id = f"#{line}"
        faults.append(Fault(line, id, "нет id: взят номер строки"))
    iin = _iin(iin_cell)
    if iin is not None and not iin.ok:
        faults.append(Fault(line, id, "ИИН неверен и не использован" + _why(iin)))
    birth = _birth(_date_cell(birth_cell))
    if birth.fault not in (None, DateFault.EMPTY):
        said = "читается как день.месяц.год" if birth.guess else "не читается и не использована"
        faults.append(Fault(line, id, f"дата рождения {said}"))
    name = _name(*(_text(one) for one in name_cells), full=_text(full_cell))
    if name.is_empty and not name.patronymic and (iin is None or not iin.ok):
        return None, [*faults, Fault(line, id, "нет ни имени, ни верного ИИН", left_out=True)]
    on = birth.on or birth.guess
    written_sex = _text(sex_cell).lower().rstrip(".")
    sex = _SEXES.get(written_sex)
    if written_sex and sex is None:
        faults.append(Fault(line, id, "пол не читается и не использован"))
    subject = subject_of(
        name, birth_on=on, birth_year=on.year if on else birth.year, sex=sex, iin=iin, seal=seal
    )
    return Entry(id, line, subject), faults


def person_row(place: int, person: int, entry: Entry, *, asks: bool = True) -> list[Any]:
    """The cells of columns.PERSON."""
    one = entry.subject
    found = features_of(one)
    sex = one.sex or found.told_sex or ""
    return [
        place, person, entry.id, entry.line, one.surname, one.given, one.patronymic,
        *_surname(found), *_given(found), found.patronymic.whole, found.patronymic.sound,
        _letters(found.patronymic.whole), _flag(found.patronymic.is_initial), *_father(found, one),
        *_born(one), sex, one.sex or "",
        _flag("f" in (one.sex, found.told_sex)),
        int.from_bytes(one.iin_digest[:8], "big", signed=True) if one.iin_digest is not None else None,
        *_turned(one, asks=asks),
    ]  # fmt: skip


def packed_keys(subject: Subject, *, asks: bool, is_stored: bool) -> tuple[str, str, str]:
    """The row's keys for columns.PACKED_KEYS; an IIN is a key of its own here, as wide as its seal."""
    asked = set(query_keys(subject)) if asks else set()
    stored = set(index_keys(subject)) if is_stored else set()
    if subject.iin_digest is not None:
        sealed = int.from_bytes(subject.iin_digest[:8], "big", signed=True)
        asked |= {sealed} if asks else set()
        stored |= {sealed} if is_stored else set()
    return _numbers(asked & stored), _numbers(asked - stored), _numbers(stored - asked)


def _numbers(keys: set[int]) -> str:
    return " ".join(map(str, sorted(keys)))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split()) if cell is not None else ""


def _iin(cell: object) -> IinCheck | None:
    """A number as text, as a float, or with its leading zeros lost: put right only where the check digit proves it."""
    if isinstance(cell, str):
        text = "".join(cell.split()).strip("'\"")
        if not text:
            return None
        if found := _LOST_POINT.fullmatch(text):
            text = found.group(1)
        if _EXPONENT.fullmatch(text):
            cell = float(text.replace(",", "."))
        else:
            cell = int(text) if text.isascii() and text.isdigit() and 9 <= len(text) < 12 else text
    found_number = check_iin(cell)
    return None if found_number.fault is NumberFault.EMPTY else found_number


def _why(iin: IinCheck) -> str:
    if NumberNote.ZEROS_RESTORED in iin.notes or len(iin.iin) == 12:
        return ""
    return ": цифр не двенадцать"


def _date_cell(cell: object) -> Any:
    return cell.strip() if isinstance(cell, str) else cell


@lru_cache(maxsize=100_000)
def _birth(cell: Any) -> DateReading:
    return parse_date(cell)


def _name(surname: str, given: str, patronymic: str, *, full: str) -> Name:
    if full and not (surname and given):
        return parse_name(full)
    if surname and not given and not patronymic:
        return parse_name(surname)
    return name_of_columns(surname, given, patronymic)


@lru_cache(maxsize=200_000)
def _letters(word: str) -> str:
    return "".join(sorted(word))


def _flag(value: bool) -> str:
    return "1" if value else "0"


def _surname(found: Features) -> Iterator[Any]:
    one = found.surname
    yield from (one.whole, one.stem, one.sound, _letters(one.whole), _letters(one.stem))
    yield len(found.surname_parts)
    stems = [part.stem for part in found.surname_parts if len(part.stem) >= 3][:3]
    yield from [*stems, None, None, None][:3]


def _given(found: Features) -> Iterator[Any]:
    one = found.given
    yield from (one.whole, one.sound, _letters(one.whole), _flag(one.is_initial), *_of_the_list(one.whole))


@lru_cache(maxsize=100_000)
def _of_the_list(given: str) -> tuple[str, str]:
    """Whether the list of names has it, and which names it is short for, each between bars."""
    full = SHORT_FORMS.get(given)
    return _flag(given in KNOWN), f"|{'|'.join(sorted(full))}|" if full else ""


def _born(one: Subject) -> Iterator[Any]:
    on = one.birth_on
    yield on.year * 10_000 + on.month * 100 + on.day if on else None
    yield from (one.year, on.month if on else None, on.day if on else None)


def _father(found: Features, one: Subject) -> tuple[str | None, str | None, str | None]:
    if not found.surname_is_patronymic:
        return None, None, None
    read = features("", one.given, one.surname).patronymic
    return read.whole, read.sound, _letters(read.whole)


def _turned(one: Subject, *, asks: bool) -> Iterator[Any]:
    """The question with surname and given name in swapped order; only full agreement of both will count."""
    is_letter = is_initial(one.surname)
    if not asks or not one.surname or not one.given or is_letter:
        yield from ("0", *[None] * 19)
        return
    found = features(one.given, one.surname, one.patronymic)
    yield "1"
    yield from _surname(found)
    yield from (found.given.whole, found.given.sound, _letters(found.given.whole))
    yield from _of_the_list(found.given.whole)
    yield found.surname.stem if found.surname_is_patronymic else None
    yield one.sex or found.told_sex or ""
    yield _flag("f" in (one.sex, found.told_sex))
