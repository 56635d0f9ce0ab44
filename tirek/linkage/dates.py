"""Read a date as spreadsheets and people write it, in Russian, Kazakh, English or figures; faults are codes."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_EXCEL_ZERO = date(1899, 12, 30)  # Excel believes in 29.02.1900: right from March 1900 on
_EARLIEST_SERIAL, _LATEST_SERIAL = 2101, (date(LATEST_YEAR, 12, 31) - _EXCEL_ZERO).days

_MONTHS = (
    ("янв", "қаңтар", "кантар", "jan", "qańtar"), ("фев", "ақпан", "акпан", "feb"), ("мар", "наурыз", "march", "mar"),
    ("апр", "сәуір", "сауир", "apr"), ("май", "мая", "мамыр", "may"), ("июн", "маусым", "jun"),
    ("июл", "шілде", "шилде", "jul"), ("авг", "тамыз", "aug"), ("сен", "қыркүйек", "кыркуйек", "sep"),
    ("окт", "қазан", "казан", "oct"), ("ноя", "қараша", "караша", "nov"), ("дек", "желтоқсан", "желтоксан", "dec"),
)  # fmt: skip
_PREFIXES = sorted(
    ((start, place) for place, row in enumerate(_MONTHS, 1) for start in row), key=lambda p: -len(p[0])
)

_NOISE = re.compile(
    r"(?:(?<=\d)|\b)(?:г\.?\s?р\.?|года?|гг?|ж\.?\s?т\.?|жылғ?[ыі]?|жылы?|ж)(?=[\s.,]|$)\.?", re.IGNORECASE
)
_TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$")
_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})$")
_PLAIN = re.compile(r"(\d{1,2})\s*([.\-/,\s])\s*(\d{1,2})\s*[.\-/,\s]\s*(\d{4}|\d{2})$")


class DateFault(StrEnum):
    """Why there is no date, or why it must be asked about."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    AMERICAN = "american"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, or only a year, or a fault; with a fault, `guess` is what was probably meant."""

    on: date | None = None
    year: int | None = None
    fault: DateFault | None = None
    guess: date | None = None

    @property
    def ok(self) -> bool:
        """Was a date or a year read without doubt?"""
        return self.fault is None


def parse_date(value: object, today: date | None = None) -> DateReading:
    """Read one cell; two-digit years are the latest that are not after `today`."""
    if isinstance(value, datetime):
        return _within(value.date())
    if isinstance(value, date):
        return _within(value)
    if value is None or isinstance(value, bool):
        return DateReading(fault=DateFault.EMPTY if value is None else DateFault.UNREADABLE)
    if isinstance(value, (int, float)):
        return _number(value)
    text = " ".join(str(value).replace("\u00a0", " ").split()).strip(" .,;«»\"'")
    if not text or text in "-–—":
        return DateReading(fault=DateFault.EMPTY)
    return _text(_TIME.sub("", text), today or datetime.now(tz=UTC).date())


def _text(text: str, today: date) -> DateReading:
    if re.fullmatch(r"\d{4,8}(?:[.,]0+)?", text):
        return _digits(re.sub(r"[.,]0+$", "", text))
    bare = " ".join(_NOISE.sub(" ", text.replace("«", "").replace("»", "").replace('"', "")).split()).strip(
        " .,-"
    )
    if re.fullmatch(r"\d{4}", bare):
        return _year(int(bare))
    if found := _ISO.fullmatch(bare):
        return _dated(*(int(part) for part in found.groups()))
    if found := _PLAIN.fullmatch(bare):
        first, mark, second, year = found.groups()
        return _day_first(int(first), int(second), _full_year(year, today), mark)
    return _worded(bare.lower(), today)


def _number(value: int | float) -> DateReading:
    try:
        whole = int(value)
    except (OverflowError, ValueError):
        return DateReading(fault=DateFault.UNREADABLE)
    if EARLIEST_YEAR <= whole <= LATEST_YEAR and whole == value:
        return _year(whole)
    if _EARLIEST_SERIAL <= whole <= _LATEST_SERIAL:
        return _within(_EXCEL_ZERO + timedelta(days=whole))
    return DateReading(fault=DateFault.IMPOSSIBLE)


def _digits(text: str) -> DateReading:
    """«1990», «32874» (a serial number that became text), «19900305» and «05031990»."""
    if len(text) == 8:
        if EARLIEST_YEAR <= int(text[:4]) <= LATEST_YEAR:
            return _dated(int(text[:4]), int(text[4:6]), int(text[6:]))
        return _dated(int(text[4:]), int(text[2:4]), int(text[:2]))
    if len(text) == 4:
        return _year(int(text))
    return _number(int(text)) if len(text) == 5 else DateReading(fault=DateFault.UNREADABLE)


def _day_first(first: int, second: int, year: int, mark: str) -> DateReading:
    """Day, month, year; a slash may also be American, so it must be certain."""
    if second > 12 and 1 <= first <= 12:
        guess = _calendar(year, first, second)
        fault = DateFault.AMERICAN if guess else DateFault.IMPOSSIBLE
        return DateReading(fault=fault, guess=guess)
    reading = _dated(year, second, first)
    if mark == "/" and reading.on and first <= 12 and first != second:
        return DateReading(year=year, fault=DateFault.AMBIGUOUS, guess=reading.on)
    return reading


def _worded(text: str, today: date) -> DateReading:
    """«21 июля 2017», «2017 жылғы 21 шілде», «July 21, 2017», «шілде 2017»."""
    named = [month for word in re.findall(r"[^\W\d_]+", text) if (month := _month(word))]
    other_words = len(re.findall(r"[^\W\d_]{2,}", text)) - len(named)
    figures = re.findall(r"\d+", text)
    if len(named) != 1 or other_words or not 1 <= len(figures) <= 2:
        return DateReading(fault=DateFault.UNREADABLE)
    years = [figure for figure in figures if len(figure) == 4]
    if len(figures) == 1:
        return _year(int(years[0])) if years else DateReading(fault=DateFault.UNREADABLE)
    year = years[0] if len(years) == 1 else figures[1]
    day = figures[1] if figures[0] == year and years else figures[0]
    if len(day) > 2 or len(year) not in (2, 4):
        return DateReading(fault=DateFault.UNREADABLE)
    return _dated(_full_year(year, today), named[0], int(day))


def _month(word: str) -> int | None:
    return next((place for start, place in _PREFIXES if word.startswith(start)), None)


def _full_year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    this_century = today.year // 100 * 100 + int(text)
    return this_century if this_century <= today.year else this_century - 100


def _dated(year: int, month: int, day: int) -> DateReading:
    if day == 0 and 0 <= month <= 12:
        return _year(year)  # «00.00.1990»: only the year is known
    on = _calendar(year, month, day)
    return _within(on) if on else DateReading(fault=DateFault.IMPOSSIBLE)


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _within(on: date) -> DateReading:
    if not EARLIEST_YEAR <= on.year <= LATEST_YEAR:
        return DateReading(fault=DateFault.IMPOSSIBLE)
    return DateReading(on=on, year=on.year)


def _year(year: int) -> DateReading:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return DateReading(fault=DateFault.IMPOSSIBLE)
    return DateReading(year=year)
