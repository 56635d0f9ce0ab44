"""Side by side: what was typed of somebody, what the register holds of somebody who may be meant, and what each line says.

The record that fits best stands on the register's side, not always the name that is shown now: a woman asked for under her former name
must be seen by it. A sealed IIN is never shown: only that it is the same, another, or was not given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.desk.queries import Guess, place_of
from tirek.linkage import Sex as SexCode
from tirek.linkage import Subject, score
from tirek.linkage.weights import LEVELS
from tirek.people.models import NameKind, PersonRecord, Sex
from tirek.people.wording import reason_in_words, speaks_for
from tirek.ui.formats import short_date

SAME, CLOSE, DIFFERS, UNWEIGHED = "same", "close", "differs", ""
_ICONS: Final = {SAME: "equal", CLOSE: "tilde", DIFFERS: "equal-not", UNWEIGHED: "minus"}
# icons: equal tilde equal-not minus
_LABELS: Final[dict[str, str | Promise]] = {
    "surname": gettext_lazy("Surname"),
    "given": gettext_lazy("Given name"),
    "patronymic": gettext_lazy("Patronymic"),
    "birth": gettext_lazy("Birth date"),
    "sex": gettext_lazy("Sex"),
}
_NAMES: Final = ("surname", "given", "patronymic")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: both sides and what it says, in words."""

    label: str | Promise
    typed: str
    held: str
    state: str
    says: str

    @property
    def icon(self) -> str:
        """The picture beside the words."""
        return _ICONS[self.state]


@dataclass(frozen=True, slots=True)
class Compared:
    """Somebody who may be meant, line by line; `written` is the source's name where another one is shown now."""

    guess: Guess
    lines: list[Line]
    written: str
    kind: str


def compare(asked: Subject, place: str, guesses: Iterable[Guess]) -> list[Compared]:
    """Everybody who is open to the reader, by one query for all their records."""
    shown = [guess for guess in guesses if guess.is_open]
    records = _records([guess.who.id for guess in shown])
    return [_compared(asked, place, guess, records.get(guess.who.id, ())) for guess in shown]


def _records(ids: Collection[UUID]) -> Mapping[UUID | None, list[PersonRecord]]:
    """The records of these people and of those joined into them, by the one who is shown."""
    found: dict[UUID | None, list[PersonRecord]] = {}
    rows = PersonRecord.objects.filter(Q(person_id__in=ids) | Q(person__canonical_id__in=ids))
    for record in rows.select_related("person").order_by("said_at", "id"):
        joined_into = record.person.canonical_id
        found.setdefault(joined_into if joined_into in ids else record.person_id, []).append(record)
    return found


def _subject(record: PersonRecord) -> Subject:
    return Subject(
        surname=record.surname,
        given=record.given,
        patronymic=record.patronymic,
        birth_on=record.birth_on,
        birth_year=record.birth_year,
        sex=cast(SexCode | None, record.sex or None),
    )


def _compared(asked: Subject, place: str, guess: Guess, records: Sequence[PersonRecord]) -> Compared:
    person, said = guess.who, set(guess.codes)
    held = Subject(
        surname=person.surname,
        given=person.given,
        patronymic=person.patronymic,
        birth_on=person.birth_on,
        birth_year=person.birth_year,
        sex=cast(SexCode | None, person.sex or None),
    )
    written = kind = ""
    nearest = max(records, key=lambda one: _nearness(asked, one, said), default=None)
    if nearest is not None:
        held = _subject(nearest)
        if nearest.name != person.name:
            written = nearest.name
            kind = "" if nearest.name_kind == NameKind.CURRENT else str(NameKind(nearest.name_kind).label)
    lines = [*_levels(asked, held, guess.codes), _iin(asked, said), _place(place, place_of(person))]
    return Compared(guess, [line for line in lines if line is not None], written, kind)


def _nearness(asked: Subject, record: PersonRecord, said: set[str]) -> tuple[int, float]:
    """How much of what was found this record tells, and how strongly."""
    found = score(asked, _subject(record))
    return len(found.codes & said), found.bits


def _levels(asked: Subject, held: Subject, codes: Sequence[str]) -> list[Line | None]:
    by_field = {code.partition("_")[0]: code for code in codes if code in LEVELS}
    asked, held = _in_order(asked, codes), held
    if "surname" not in by_field and "patronymic" in by_field:
        # «Серікұлы Нұрлан» may be Ахметов Нұрлан Серікұлы: the patronymic stood in the surname's place.
        asked, held = _as_patronymic(asked), _as_patronymic(held)
    sides = {
        **{name: (getattr(asked, name), getattr(held, name)) for name in _NAMES},
        "birth": (_born(asked), _born(held)),
        "sex": (_sex(asked), _sex(held)),
    }
    return [_line(name, *sides[name], by_field.get(name, "")) for name in _LABELS]


def _in_order(asked: Subject, codes: Sequence[str]) -> Subject:
    if "order_swapped" in codes:
        return replace(asked, surname=asked.given, given=asked.surname)
    return asked


def _as_patronymic(one: Subject) -> Subject:
    return one if one.patronymic else replace(one, surname="", patronymic=one.surname)


def _born(one: Subject) -> str:
    return short_date(one.birth_on) if one.birth_on else str(one.birth_year or "")


def _sex(one: Subject) -> str:
    return str(Sex(one.sex).label) if one.sex else ""


def _line(name: str, typed: str, held: str, code: str) -> Line | None:
    if not typed and not held and not code:
        return None
    if not code:
        says = _("nothing to compare with")
        return Line(_LABELS[name], typed, held, UNWEIGHED, says)
    state = _state(code)
    says = reason_in_words(code)
    if state == SAME and name in _NAMES and typed.casefold() != held.casefold():
        says = _("%(same)s, in other letters") % {"same": says}
    return Line(_LABELS[name], typed, held, state, says)


def _state(code: str) -> str:
    if code.endswith("_equal") or code == "birth_equal_january":
        return SAME
    return CLOSE if speaks_for(code, LEVELS[code].bits) else DIFFERS


def _iin(asked: Subject, said: set[str]) -> Line:
    if asked.iin_digest is None:
        return Line(_("IIN"), "", _("not shown"), UNWEIGHED, _("no IIN was typed: nothing to compare"))
    typed = _("typed")
    for code, held, state in (("iin_equal", _("the same"), SAME), ("iin_differs", _("another"), DIFFERS)):
        if code in said:
            return Line(_("IIN"), typed, held, state, reason_in_words(code))
    return Line(_("IIN"), typed, "", UNWEIGHED, _("nothing to compare with"))


def _place(typed: str, held: str) -> Line | None:
    if not typed and not held:
        return None
    if typed and held and typed.casefold() == held.casefold():
        return Line(_("Town or village"), typed, held, SAME, _("the same place"))
    return Line(_("Town or village"), typed, held, UNWEIGHED, _("not weighed: people move"))
