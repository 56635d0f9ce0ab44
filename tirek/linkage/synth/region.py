"""Who lives in the region: each person follows from the seed and their number alone, without making the others.

**Birth dates and IINs.** Every IIN is invented: its serial (digits 8 to 11) begins with 99, its check digit is right. That leaves
100 numbers for one day and sex, so the days are dealt out like cards: each round gives every day of 1945–2007 once, the days of
1972–1999 twice, and the number of the round makes the serial, 00–89. Serials 90–99 are kept for twins. After 45 rounds (about 1.4 million
people) nothing is free, and the IIN of everybody later stays empty; so does one whose check digit does not exist.

**Relatives.** Every 25th person is a twin, a brother or sister, a parent or child, a husband or wife, or a namesake of somebody with
half their number: so people who are absent from a register have relatives in it.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from tirek.linkage.identifiers import check_digit
from tirek.linkage.synth.naming import AS_TYPED_IN_RUSSIAN, People, draw_people, family, patronymic
from tirek.linkage.synth.written import Written

_FIRST, _LAST = date(1945, 1, 1).toordinal(), date(2007, 12, 31).toordinal()
_BUSY = range(date(1972, 1, 1).toordinal(), date(2000, 1, 1).toordinal())
_SLOTS = [
    (date.fromordinal(day), copy)
    for day in range(_FIRST, _LAST + 1)
    for copy in range(2 if day in _BUSY else 1)
]
_STEP, _TURN = 12_343, 7_919
"""Primes that do not divide the number of slots: each round is the same days in another order."""
_TWINS_FROM = 90
_EVERY, _RELATIVE = 25, 13
_WOMEN = 0.2


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as their papers would have them."""

    entity: int
    people: People
    surname: str
    given: str
    father: str
    kazakh_patronymic: bool
    in_russian: bool
    sex: str
    born: date
    serial: int

    def written(self, id: str) -> Written:
        """The row of a source that makes no mistakes."""
        parts = (
            family(self.surname, self.sex),
            self.given,
            patronymic(self.father, self.sex, self.kazakh_patronymic) if self.father else "",
        )
        if self.in_russian:
            parts = tuple(part.translate(AS_TYPED_IN_RUSSIAN) for part in parts)  # type: ignore[assignment]
        iin = invented_iin(self.born, self.sex, self.serial)
        return Written(id, iin, *parts, self.born.isoformat(), self.sex, self.entity)


def person(seed: int, entity: int) -> Person:
    """The person of this number in the region of this seed."""
    own = _own(seed, entity)
    return own if not _is_relative(entity) else _related(seed, own)


def truth(seed: int, entity: int, id: str = "") -> Written:
    """The same person as their papers would have them."""
    return person(seed, entity).written(id)


def invented_iin(born: date, sex: str, serial: int) -> str:
    """An IIN that nobody has, or nothing where none is free or the check digit does not exist."""
    if serial > 99:
        return ""
    century = (3 if born.year < 2000 else 5) + (sex == "f")
    digits = f"{born:%y%m%d}{century}99{serial:02d}"
    last = check_digit(digits)
    return "" if last is None else f"{digits}{last}"


def chance_for(seed: int, purpose: int, number: int) -> Random:
    """Random numbers that follow from the seed, what they are for, and a number."""
    return Random((seed << 48) | (purpose << 40) | number)  # noqa: S311 - invented people need no secret


def _is_relative(entity: int) -> bool:
    return entity > _EVERY and entity % _EVERY == _RELATIVE


def _slot(seed: int, entity: int) -> tuple[date, int]:
    turn, place = divmod(entity, len(_SLOTS))
    born, copy = _SLOTS[(place * _STEP + (turn + seed) * _TURN) % len(_SLOTS)]
    serial = 2 * turn + copy
    return born, serial if serial < _TWINS_FROM else 100


def _own(seed: int, entity: int) -> Person:
    rng = chance_for(seed, 1, entity)
    people = draw_people(rng)
    sex = "f" if rng.random() < _WOMEN else "m"
    given = (people.women if sex == "f" else people.men).draw(rng)
    father = people.fathers.draw(rng) if rng.random() >= people.without_patronymic else ""
    surname = people.families.draw(rng)
    kazakh, in_russian = people.is_kazakh and rng.random() < 0.38, people.is_kazakh and rng.random() < 0.4
    return Person(entity, people, surname, given, father, kazakh, in_russian, sex, *_slot(seed, entity))


def _related(seed: int, own: Person) -> Person:
    """Half the number is somebody different for every relative, so no two twins ask for one serial."""
    half = own.entity // 2
    base = person(seed, half - 1 if _is_relative(half) else half)
    rng = chance_for(seed, 2, own.entity)
    if base.serial < _TWINS_FROM and base.serial % 9 == 0:
        return _sibling(own, base, rng, born=base.born, serial=_TWINS_FROM + base.serial // 9)
    kind = rng.random()
    if kind < 0.15:
        return _like(own, base, given=base.given, father=base.father, sex=base.sex)
    if kind < 0.25:
        sex = "m" if base.sex == "f" else "f"
        return _like(own, base, given=_given(base, sex, rng), father=own.father, sex=sex)
    if kind < 0.65 and base.born.year - own.born.year > 16 and base.father:
        return _like(own, base, given=base.father, father=own.father, sex="m")
    if kind < 0.65 and own.born.year - base.born.year > 16 and base.sex == "m":
        return _like(own, base, given=_given(base, own.sex, rng), father=base.given, sex=own.sex)
    return _sibling(own, base, rng, born=own.born, serial=own.serial)


def _sibling(own: Person, base: Person, rng: Random, *, born: date, serial: int) -> Person:
    sex = base.sex if rng.random() < 0.7 else own.sex
    given = _given(base, sex, rng)
    return _like(own, base, given=given, father=base.father, sex=sex, born=born, serial=serial)


def _given(base: Person, sex: str, rng: Random) -> str:
    """Another given name than the relative's."""
    names = base.people.women if sex == "f" else base.people.men
    while (given := names.draw(rng)) == base.given:
        pass
    return given


def _like(
    own: Person,
    base: Person,
    *,
    given: str,
    father: str,
    sex: str,
    born: date | None = None,
    serial: int | None = None,
) -> Person:
    return Person(
        own.entity, base.people, base.surname, given, father, base.kazakh_patronymic, base.in_russian, sex,
        born or own.born, own.serial if serial is None else serial,
    )  # fmt: skip
