"""Why two records are one person, in words a worker can weigh."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.linkage import Reason

REASONS: Final[dict[str, Promise]] = {
    "surname_equal": _("the same surname"),
    "surname_stem": _("the same family name in another form"),
    "surname_part": _("one half of a double surname, or a former one"),
    "surname_close": _("the surname is a slip of the pen away"),
    "surname_sounds": _("the surname sounds alike"),
    "surname_near": _("the surname is two slips of the pen away"),
    "surname_changed": _("another surname: a woman may have changed it"),
    "surname_differs": _("another surname"),
    "given_equal": _("the same given name"),
    "given_initial": _("the initial fits the given name"),
    "given_short": _("a short form of the given name"),
    "given_close": _("the given name is a slip of the pen away"),
    "given_sounds": _("the given name sounds alike"),
    "given_near": _("the given name is two slips of the pen away"),
    "given_alike": _("two different given names that look alike"),
    "given_differs": _("another given name"),
    "patronymic_equal": _("the same patronymic"),
    "patronymic_initial": _("the initial fits the patronymic"),
    "patronymic_close": _("the patronymic is a slip of the pen away"),
    "patronymic_sounds": _("the patronymic sounds alike"),
    "patronymic_near": _("the patronymic is two slips of the pen away, or cut short"),
    "patronymic_differs": _("another patronymic"),
    "birth_equal": _("the same birth date"),
    "birth_equal_january": _("the same 1 January, often written when the day is not known"),
    "birth_swapped": _("day and month of birth are swapped"),
    "birth_one_figure": _("one figure of the birth date differs"),
    "birth_day_month": _("the same day and month of another year"),
    "birth_year": _("the same year of birth"),
    "birth_year_january": _("the same year, 1 January on one side: the day may be unknown"),
    "birth_year_near": _("the years of birth are one apart"),
    "birth_same_year": _("the same year, another birth date"),
    "birth_differs": _("another birth date"),
    "sex_equal": _("the same sex"),
    "sex_differs": _("another sex"),
    "order_swapped": _("surname and given name are swapped"),
    "iin_equal": _("the same IIN"),
    "iin_differs": _("another valid IIN"),
    "twin": _("perhaps a twin: only the given name differs"),
}

OUTCOMES: Final[dict[str, Promise]] = {
    "same": pgettext_lazy("outcome of matching", "this person"),
    "maybe": pgettext_lazy("outcome of matching", "maybe"),
    "new": pgettext_lazy("outcome of matching", "new person"),
}

SOURCES: Final[dict[str, Promise]] = {
    "typed": _("typed by a worker"),
    "person": _("told by the person"),
    "paper": _("from a paper"),
    "agency": _("told by another organisation"),
    "file": _("from a list or a file"),
    "applications": _("from the list of applications"),
    "services": _("from the journal of services"),
}


def source_in_words(source: str) -> str:
    """Where a spelling comes from; a source nobody has worded stands as it is."""
    return str(SOURCES.get(source, source))


def reason_in_words(code: str) -> str:
    """One reason in the reader's language; a code nobody has worded stands as it is."""
    return str(REASONS.get(code, code))


def reasons_in_words(codes: Iterable[str | Reason]) -> list[str]:
    """Reasons in the reader's language, in the order given."""
    return [reason_in_words(code.code if isinstance(code, Reason) else code) for code in codes]


def speaks_for(code: str, bits: float) -> bool:
    """Whether a reason speaks for one person and not against."""
    return bits > 0 and not code.endswith("_differs")


def outcome_in_words(outcome: str) -> str:
    """The answer of matching in the reader's language."""
    return str(OUTCOMES.get(outcome, outcome))
