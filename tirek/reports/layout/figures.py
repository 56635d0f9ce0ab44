"""The one formatter of the report: numbers, sums, days and months as they stand in the documents."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tirek.reports.content import Figure, Language
from tirek.reports.layout.labels import MONTHS, UNITS

NO_BREAK: Final = "\u00a0"
MINUS: Final = "\u2212"
DASH: Final = "\u2013"
TENGE: Final = "\u20b8"

# Signs that mean nothing on paper, or that the font lacks while a plain twin exists.
_REPLACED: Final = {0x202F: NO_BREAK, 0x2007: NO_BREAK, 0x2011: "-", 0x2028: "\n", 0x2029: "\n", 0x09: " "}
_DROPPED: Final = frozenset({0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F})


def number(count: int) -> str:
    """1234 as `1 234`, with no-break spaces."""
    return f"{count:,}".replace(",", NO_BREAK).replace("-", MINUS)


def money(amount: Decimal) -> str:
    """2485260 as `2 485 260 ₸`; tiyn only where there are any."""
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.0f}" if whole else f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}"
    return text.replace(",", NO_BREAK).replace(".", ",").replace("-", MINUS) + NO_BREAK + TENGE


def money_change(planned: Decimal, spent: Decimal) -> str:
    """`+139 175 ₸`: what was spent above or below the plan."""
    return ("+" if spent > planned else "") + money(spent - planned)


def counted(figure: Figure, language: Language) -> str:
    """A number with its unit in the right form: `2 встречи`, `50 организаций`."""
    return number(figure.count) + NO_BREAK + _form(figure.count, UNITS[language][figure.unit])


def deviation(plan: int, fact: int) -> str:
    """`−22 (−73 %)`: how far from the plan, in units and in rounded per cent; a plan of nothing has no per cent."""
    difference = _signed(fact - plan)
    if plan == 0 or fact == plan:
        return difference
    share = (Decimal(100) * (fact - plan) / plan).to_integral_value(ROUND_HALF_UP)
    return f"{difference} ({_signed(int(share))}{NO_BREAK}%)"


def day(when: date) -> str:
    """дд.мм.гггг"""
    return f"{when:%d.%m.%Y}"


def period(start: date, end: date) -> str:
    """One day, or two with a dash."""
    return day(start) if start == end else f"{day(start)}{NO_BREAK}{DASH} {day(end)}"


def month_of_year(when: date) -> str:
    """мм.гггг"""
    return f"{when:%m.%Y}"


def month(when: date, language: Language) -> str:
    """A short month name for a chart."""
    return MONTHS[language][when.month - 1]


def months(days: list[date], language: Language) -> list[str]:
    """Short month names, with the year wherever the months are of several years."""
    many = len({when.year for when in days}) > 1
    return [f"{month(when, language)} {when:%y}" if many else month(when, language) for when in days]


def clean(text: str) -> str:
    """Composed letters, no control signs: what people paste must be printable in Word and in PDF alike."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    printable = "".join(
        letter
        for letter in composed.translate(_REPLACED)
        if letter == "\n"
        or (unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} and ord(letter) not in _DROPPED)
    )
    return printable.strip()


def _signed(value: int) -> str:
    return ("+" if value > 0 else "") + number(value)


def _form(count: int, forms: tuple[str, ...]) -> str:
    """Russian has three forms; Kazakh has one after any number."""
    if len(forms) == 1:
        return forms[0]
    one, few, many = forms
    tens, units = count % 100, count % 10
    if 11 <= tens <= 14:
        return many
    return one if units == 1 else few if 2 <= units <= 4 else many
