"""How days, sums, numbers and names are written, on pages and in documents alike, in the language active now."""

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
TENGE = "\N{TENGE SIGN}"
NOTHING = "\N{EM DASH}"

Number = int | float | Decimal

DAY_AS_TYPED = r"(\d{1,2})\s*[.,/ -]\s*(\d{1,2})\s*[.,/ -]\s*(\d{2,4})\s*(?:г\.?|ж\.?)?"
DAY_WITHOUT_DOTS = r"(\d{2})(\d{2})(\d{4})"  # the numeric keyboard of some phones has no dot

MONTHS_OF_A_DATE = (
    pgettext_lazy("month of a date", "January"),
    pgettext_lazy("month of a date", "February"),
    pgettext_lazy("month of a date", "March"),
    pgettext_lazy("month of a date", "April"),
    pgettext_lazy("month of a date", "May"),
    pgettext_lazy("month of a date", "June"),
    pgettext_lazy("month of a date", "July"),
    pgettext_lazy("month of a date", "August"),
    pgettext_lazy("month of a date", "September"),
    pgettext_lazy("month of a date", "October"),
    pgettext_lazy("month of a date", "November"),
    pgettext_lazy("month of a date", "December"),
)
MONTHS_ALONE = (
    pgettext_lazy("month alone", "January"),
    pgettext_lazy("month alone", "February"),
    pgettext_lazy("month alone", "March"),
    pgettext_lazy("month alone", "April"),
    pgettext_lazy("month alone", "May"),
    pgettext_lazy("month alone", "June"),
    pgettext_lazy("month alone", "July"),
    pgettext_lazy("month alone", "August"),
    pgettext_lazy("month alone", "September"),
    pgettext_lazy("month alone", "October"),
    pgettext_lazy("month alone", "November"),
    pgettext_lazy("month alone", "December"),
)
WEEKDAYS = (
    pgettext_lazy("short day of the week", "Mon"),
    pgettext_lazy("short day of the week", "Tue"),
    pgettext_lazy("short day of the week", "Wed"),
    pgettext_lazy("short day of the week", "Thu"),
    pgettext_lazy("short day of the week", "Fri"),
    pgettext_lazy("short day of the week", "Sat"),
    pgettext_lazy("short day of the week", "Sun"),
)


class UnreadableDay(ValueError):
    """A day nobody can read for certain; the message says what is wrong, to the person who typed it."""


def as_date(value: dt.date | dt.datetime) -> dt.date:
    """Return the calendar day of a moment as the clocks here show it."""
    if isinstance(value, dt.datetime):
        return localtime(value).date() if value.tzinfo else value.date()
    return value


def short_date(value: dt.date | None) -> str:
    """Write a day as 21.07.2017."""
    return f"{as_date(value):%d.%m.%Y}" if value else NOTHING


def day(value: dt.date | None, *, year: bool = False) -> str:
    """Write a day in words: "ср, 25 ноября", with the year where it matters."""
    if not value:
        return NOTHING
    on = as_date(value)
    parts = {
        "weekday": str(WEEKDAYS[on.weekday()]),
        "day": on.day,
        "month": str(MONTHS_OF_A_DATE[on.month - 1]),
        "year": on.year,
    }
    pattern = (
        pgettext("day in words", "%(weekday)s, %(day)s %(month)s %(year)s")
        if year
        else pgettext("day in words", "%(weekday)s, %(day)s %(month)s")
    )
    return pattern % parts


def month(value: dt.date | None) -> str:
    """Write a month and its year: "Ноябрь 2026"."""
    if not value:
        return NOTHING
    on = as_date(value)
    name = str(MONTHS_ALONE[on.month - 1])
    return pgettext("month in words", "%(month)s %(year)s") % {
        "month": name[:1].upper() + name[1:],
        "year": on.year,
    }


def moment(value: dt.datetime | None) -> str:
    """Write a moment as 21.07.2017, 9:05."""
    if not value:
        return NOTHING
    local = localtime(value) if value.tzinfo else value
    return f"{local:%d.%m.%Y}, {local.hour}:{local:%M}"


def period(begins_on: dt.date | None, ends_on: dt.date | None) -> str:
    """Write a period as 21.07 – 21.11.2017, repeating the year only where it changes."""
    if not begins_on or not ends_on:
        return f"{short_date(begins_on)} – {short_date(ends_on)}"
    first = f"{begins_on:%d.%m}" if begins_on.year == ends_on.year else short_date(begins_on)
    return f"{first} – {short_date(ends_on)}"


def number(value: Number | None, places: int = 0) -> str:
    """Write a number with groups of three and a decimal comma (a point in English): 2 485 260."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    sign = MINUS if exact < 0 else ""
    whole, _dot, fraction = f"{abs(exact):,f}".partition(".")
    mark = pgettext("decimal mark", ".")
    return sign + whole.replace(",", NBSP) + (mark + fraction if fraction else "")


def tenge(value: Number | None) -> str:
    """Write a sum: 2 485 260 ₸, with tiyn only where there are any."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value))
    return f"{number(exact, 0 if exact == exact.to_integral_value() else 2)}{NBSP}{TENGE}"


def percent(value: Number | None, places: int = 0) -> str:
    """Write a share that is already in per cent: 73 %."""
    return NOTHING if value is None else f"{number(value, places)}{NBSP}%"


def deviation(plan: Number | None, fact: Number | None) -> Decimal | None:
    """Return by how many per cent the fact departs from the plan, rounded; None where there was no plan."""
    if not plan or fact is None:
        return None
    planned = Decimal(str(plan))
    share = (Decimal(str(fact)) - planned) / planned * 100
    return share.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def percent_deviation(plan: Number | None, fact: Number | None) -> str:
    """Write the deviation with its sign: +127 %, −73 %."""
    share = deviation(plan, fact)
    if share is None:
        return NOTHING
    return ("+" if share > 0 else "") + percent(share)


def initials(name: str) -> str:
    """Return the first letters of the first two words of a name, for the picture beside it."""
    return "".join(word[0] for word in re.findall(r"\w+", name)[:2]).upper()


def short_name(name: str) -> str:
    """Shorten "Ахметов Ерлан Серикович" to "Ахметов Е. С.", surname first."""
    surname, *others = name.split()[:3] or [""]
    return NBSP.join([surname, *(f"{other[0]}." for other in others)])


def read_day(text: str) -> dt.date:
    """Read a day typed by a person as day, month, year; raise UnreadableDay with the reason in words."""
    found = re.fullmatch(DAY_AS_TYPED, text.strip()) or re.fullmatch(DAY_WITHOUT_DOTS, text.strip())
    if found is None:
        raise UnreadableDay(_("Write the day as day.month.year, for example 21.07.2017"))
    on, in_month, year = (int(part) for part in found.groups())
    if len(found.group(3)) != 4:
        raise UnreadableDay(_("Write the year in full, with four digits, for example 2017"))
    if not 1 <= in_month <= 12:
        raise UnreadableDay(
            _("There is no month %(month)s. Write the day first, then the month: 21.07.2017")
            % {"month": in_month}
        )
    try:
        return dt.date(year, in_month, on)
    except ValueError:
        raise UnreadableDay(
            _("There is no such day as %(day)s. Check the day and the month")
            % {"day": f"{on:02}.{in_month:02}.{year}"}
        ) from None
