"""IIN and BIN: check digits by both weight passes, what the digits tell, and errors as codes."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Literal

_FIRST = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_BETWEEN_FIGURES = re.compile(r"[\s\-'’\u200b\ufeff]")
_FIGURES = re.compile(r"[0-9]+")
_CENTURY = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


class NumberFault(StrEnum):
    """Why a number is refused."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    BIRTH_DATE = "birth_date"
    CENTURY = "century"
    MONTH = "month"
    KIND = "kind"
    CHECK_DIGIT = "check_digit"
    NEVER_ISSUED = "never_issued"


class NumberNote(StrEnum):
    """What is worth saying of a number that is nevertheless accepted."""

    ZEROS_RESTORED = "zeros_restored"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"
    BIRTH_UNKNOWN = "birth_unknown"


@dataclass(frozen=True, slots=True)
class IinCheck:
    """What an IIN turned out to be: usable or refused for a reason, with its birth date and sex."""

    iin: str
    fault: NumberFault | None = None
    birth_on: date | None = None
    sex: Literal["m", "f"] | None = None
    notes: tuple[NumberNote, ...] = ()

    @property
    def ok(self) -> bool:
        """May the number be kept?"""
        return self.fault is None


@dataclass(frozen=True, slots=True)
class BinCheck:
    """What a BIN turned out to be: usable or refused for a reason, with the month of registration."""

    bin: str
    fault: NumberFault | None = None
    registered_year: int | None = None
    registered_month: int | None = None
    kind: Literal["resident", "non_resident", "joint"] | None = None
    notes: tuple[NumberNote, ...] = ()

    @property
    def ok(self) -> bool:
        """May the number be kept?"""
        return self.fault is None


def check_digit(first_eleven: str) -> int | None:
    """The twelfth digit for eleven others, or None where no such number is ever issued."""
    for weights in (_FIRST, _SECOND):
        rest: int = sum(map(mul, map(int, first_eleven), weights)) % 11
        if rest < 10:
            return rest
    return None


def check_iin(value: object, birth_on: date | None = None, sex: str | None = None) -> IinCheck:
    """Check an IIN as written; a birth date or sex told by other papers is compared and only noted."""
    digits, fault, notes = _twelve_digits(value)
    if fault:
        return IinCheck(digits, fault)
    if digits[6] in "789":
        return IinCheck(digits, NumberFault.CENTURY)
    if not (born := _birth(digits)) and digits[6] != "0":
        return IinCheck(digits, NumberFault.BIRTH_DATE)
    if fault := _check_digit_fault(digits):
        return IinCheck(digits, fault)
    told_sex: Literal["m", "f"] | None = None if digits[6] == "0" else "m" if digits[6] in "135" else "f"
    if born is None:
        notes += (NumberNote.BIRTH_UNKNOWN,)
    if birth_on and born and birth_on != born:
        notes += (NumberNote.BIRTH_DATE_DIFFERS,)
    if sex and told_sex and sex != told_sex:
        notes += (NumberNote.SEX_DIFFERS,)
    return IinCheck(digits, None, born, told_sex, notes)


def check_bin(value: object) -> BinCheck:
    """Check a BIN as written."""
    digits, fault, notes = _twelve_digits(value)
    if fault:
        return BinCheck(digits, fault)
    month = int(digits[2:4])
    if not 1 <= month <= 12:
        return BinCheck(digits, NumberFault.MONTH)
    kinds: dict[str, Literal["resident", "non_resident", "joint"]]
    kinds = {"4": "resident", "5": "non_resident", "6": "joint"}
    if digits[4] not in kinds or digits[5] not in "0123":
        return BinCheck(digits, NumberFault.KIND)
    if fault := _check_digit_fault(digits):
        return BinCheck(digits, fault)
    return BinCheck(digits, None, 2000 + int(digits[:2]) if digits[0] < "8" else 1900 + int(digits[:2]), month,
                    kinds[digits[4]], notes)  # fmt: skip


def _twelve_digits(value: object) -> tuple[str, NumberFault | None, tuple[NumberNote, ...]]:
    """Spreadsheets keep these numbers as text, as numbers that lost leading zeros, and as floats."""
    if value is None or isinstance(value, bool):
        return "", NumberFault.EMPTY, ()
    notes: tuple[NumberNote, ...] = ()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        text = str(value)
        if value > 0 and 9 <= len(text) < 12:
            text, notes = text.zfill(12), (NumberNote.ZEROS_RESTORED,)
    else:
        text = _BETWEEN_FIGURES.sub("", str(value))
    if not text:
        return "", NumberFault.EMPTY, ()
    if not _FIGURES.fullmatch(text):
        return text, NumberFault.NOT_DIGITS, ()
    return text, None if len(text) == 12 else NumberFault.LENGTH, notes


def _birth(digits: str) -> date | None:
    if digits[6] not in _CENTURY:
        return None
    try:
        return date(_CENTURY[digits[6]] + int(digits[:2]), int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return None


def _check_digit_fault(digits: str) -> NumberFault | None:
    expected = check_digit(digits[:11])
    if expected is None:
        return NumberFault.NEVER_ISSUED
    return None if expected == int(digits[11]) else NumberFault.CHECK_DIGIT
