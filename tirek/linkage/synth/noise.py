"""The noise of agencies: how often, and in which ways, the same person is written otherwise. All rates are guesses.

`TRAINING` and `TEST` differ in **kind** and in **rates**, so that weights trained on one say something honest on the other:

| | TRAINING | TEST |
|---|---|---|
| slips | any letter for any other | next key, double press, misheard sound |
| Kazakh letters | the Russian ones that look alike | also as heard («Кулаш», «Галия» for «Һ», «Ы» for «І»), Latin i for і |
| Latin | the older passport spelling | ICAO spelling and the alphabet of 2021 |
| dates | swap, wrong year, missing, year alone | also a wrong figure anywhere, 1 January for "unknown" |
| names | initials, former surname, no patronymic, swapped order | also short forms, two words in one field, patronymic as surname |
| IIN | missing, one digit wrong | also two digits swapped, rarely a relative's whole number |
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from tirek.linkage.synth import spelling
from tirek.linkage.synth.naming import PEOPLES, family, kazakh_family, patronymic
from tirek.linkage.synth.region import invented_iin
from tirek.linkage.synth.stock import RUSSIAN_MEN, SHORT_FORMS
from tirek.linkage.synth.written import Written


@dataclass(frozen=True, slots=True)
class Noise:
    """Rates from 0 to 1; what is 0 never happens in this kind of noise."""

    name: str
    slips: Literal["any letter", "finger and ear"]
    # the IIN: of those who have one, then of those written
    iin_missing: float
    iin_digit: float
    iin_swapped: float = 0.0
    iin_of_another: float = 0.0
    # the birth date
    date_missing: float = 0.0
    year_only: float = 0.0
    date_swapped: float = 0.0
    year_wrong: float = 0.0
    figure_wrong: float = 0.0
    first_of_january: float = 0.0
    # letters
    slip_in_surname: float = 0.0
    slip_in_given: float = 0.0
    slip_in_patronymic: float = 0.0
    in_russian: float = 0.0
    by_ear: float = 0.0
    latin_twin: float = 0.0
    latin: tuple[tuple[str, float], ...] = ()
    # parts of the name
    initials: float = 0.0
    short_form: float = 0.0
    no_patronymic: float = 0.0
    other_patronymic_style: float = 0.0
    former_surname: float = 0.0
    double_surname: float = 0.0
    patronymic_as_surname: float = 0.0
    in_one_field: float = 0.0
    swapped_order: float = 0.0
    capitals: float = 0.0
    sex_missing: float = 0.0


OWN_REGISTER = Noise(
    "an agency's own register", "any letter", iin_missing=0.1, iin_digit=0.005, date_missing=0.01, year_only=0.005, date_swapped=0.003,
    year_wrong=0.003, slip_in_surname=0.01, slip_in_given=0.008, slip_in_patronymic=0.01, in_russian=0.25, latin=(("passport", 0.01),),
    no_patronymic=0.05, other_patronymic_style=0.05, sex_missing=0.02,
)  # fmt: skip
TRAINING = Noise(
    "training", "any letter", iin_missing=0.55, iin_digit=0.04, date_missing=0.05, year_only=0.02, date_swapped=0.03, year_wrong=0.03,
    slip_in_surname=0.16, slip_in_given=0.10, slip_in_patronymic=0.12, in_russian=0.5, latin=(("passport", 0.12),), initials=0.06,
    no_patronymic=0.22, other_patronymic_style=0.12, former_surname=0.06, double_surname=0.01, swapped_order=0.04, sex_missing=0.25,
)  # fmt: skip
TEST = Noise(
    "test", "finger and ear", iin_missing=0.62, iin_digit=0.05, iin_swapped=0.03, iin_of_another=0.001, date_missing=0.035, year_only=0.015,
    date_swapped=0.025, year_wrong=0.02, figure_wrong=0.02, first_of_january=0.008, slip_in_surname=0.2, slip_in_given=0.13,
    slip_in_patronymic=0.15, in_russian=0.4, by_ear=0.15, latin_twin=0.02, latin=(("icao", 0.11), ("2021", 0.04)), initials=0.04,
    short_form=0.015, no_patronymic=0.28, other_patronymic_style=0.15, former_surname=0.08, double_surname=0.02, patronymic_as_surname=0.01,
    in_one_field=0.005, swapped_order=0.05, capitals=0.1, sex_missing=0.3,
)  # fmt: skip


def noisy(one: Written, rng: Random, noise: Noise) -> Written:
    """The same person as another agency writes them."""
    surname, given, father = _changed_names(one, rng, noise)
    surname, given, father = _otherwise_spelled([surname, given, father], rng, noise)
    if rng.random() < noise.initials and given:
        given, father = given[0] + ".", father[:1] + "." if father else ""
    if rng.random() < noise.swapped_order:
        surname, given = given, surname
    if rng.random() < noise.in_one_field:
        surname, given, father = f"{surname} {given}", father, ""
    if rng.random() < noise.capitals:
        surname, given, father = surname.upper(), given.upper(), father.upper()
    return Written(
        one.id,
        _iin(one, rng, noise),
        surname,
        given,
        father,
        _date(one.birth_date, rng, noise),
        "" if rng.random() < noise.sex_missing else one.sex,
        one.entity,
    )


def _changed_names(one: Written, rng: Random, noise: Noise) -> tuple[str, str, str]:
    surname, given, father = one.surname, one.given_name, one.patronymic
    if one.sex == "f" and rng.random() < noise.former_surname:
        surname = _another_family(rng)
    elif one.sex == "f" and rng.random() < noise.double_surname:
        surname = f"{surname}-{_another_family(rng)}"
    if rng.random() < noise.short_form:
        given = SHORT_FORMS.get(given, given)
    if rng.random() < noise.no_patronymic:
        father = ""
    elif rng.random() < noise.other_patronymic_style:
        father = _other_style(father)
    if rng.random() < noise.patronymic_as_surname and father.endswith(("ұлы", "улы", "қызы", "кызы")):
        surname, father = father, ""
    return surname, given, father


def _another_family(rng: Random) -> str:
    people = PEOPLES[0] if rng.random() < 0.6 else PEOPLES[1]
    drawn = people.families.draw(rng)
    return family(kazakh_family(drawn.removesuffix("ұлы")) if people.is_kazakh else drawn, "f")


_STYLES = (("евич", "ұлы"), ("ович", "ұлы"), ("евна", "қызы"), ("овна", "қызы"),
           ("ұлы", "ович"), ("улы", "ович"), ("қызы", "овна"), ("кызы", "овна"))  # fmt: skip


_RUSSIAN = frozenset(patronymic(father, sex, False) for father in RUSSIAN_MEN for sex in "mf")


def _other_style(father: str) -> str:
    """Серікович and Серікұлы; Иванович stays as he is."""
    if father in _RUSSIAN:
        return father
    for ending, other in _STYLES:
        if father.endswith(ending):
            return father.removesuffix(ending) + other
    return father


def _otherwise_spelled(parts: list[str], rng: Random, noise: Noise) -> list[str]:
    spelled = rng.random()
    for alphabet, share in noise.latin:
        if spelled < share:
            parts = [spelling.in_latin(part, alphabet) for part in parts]
            break
        spelled -= share
    else:
        if rng.random() < noise.by_ear:
            parts = [spelling.by_ear(part, rng) for part in parts]
        elif rng.random() < noise.in_russian:
            parts = [spelling.in_russian(part) for part in parts]
        if rng.random() < noise.latin_twin:
            place = rng.randrange(3)
            parts[place] = spelling.with_latin_twins(parts[place], rng)
    slip = spelling.slip_of_any_letter if noise.slips == "any letter" else spelling.slip_of_finger_or_ear
    rates = noise.slip_in_surname, noise.slip_in_given, noise.slip_in_patronymic
    return [slip(part, rng) if rng.random() < rate else part for part, rate in zip(parts, rates, strict=True)]


def _iin(one: Written, rng: Random, noise: Noise) -> str:
    """The serial keeps its 99 whatever happens, so that no noise makes a number somebody may have."""
    iin = one.iin
    if not iin or rng.random() < noise.iin_missing:
        return ""
    kind = rng.random()
    if kind < noise.iin_digit:
        place = rng.choice((0, 1, 2, 3, 4, 5, 9, 10, 11))
        return iin[:place] + str((int(iin[place]) + rng.randrange(1, 10)) % 10) + iin[place + 1 :]
    if kind < noise.iin_digit + noise.iin_swapped:
        place = rng.choice((0, 1, 2, 3, 4, 9, 10))
        return iin[:place] + iin[place + 1] + iin[place] + iin[place + 2 :]
    if kind < noise.iin_digit + noise.iin_swapped + noise.iin_of_another:
        born = date.fromisoformat(one.birth_date) + timedelta(days=rng.randrange(300, 9_000))
        return invented_iin(born, rng.choice("mf"), rng.randrange(90))
    return iin


def _date(written: str, rng: Random, noise: Noise) -> str:
    kind = rng.random()
    for rate, change in zip(_date_rates(noise), _DATE_CHANGES, strict=True):
        if kind < rate:
            return change(written, rng)
        kind -= rate
    return written


def _date_rates(noise: Noise) -> tuple[float, ...]:
    return (
        noise.date_missing, noise.year_only, noise.date_swapped, noise.year_wrong, noise.figure_wrong, noise.first_of_january,
    )  # fmt: skip


def _missing(written: str, rng: Random) -> str:
    return ""


def _year_alone(written: str, rng: Random) -> str:
    return written[:4]


def _january(written: str, rng: Random) -> str:
    return f"{written[:4]}-01-01"


def _swap(written: str, rng: Random) -> str:
    year, month, day = written.split("-")
    return f"{year}-{day}-{month}" if int(day) <= 12 else written


def _year(written: str, rng: Random) -> str:
    on = date.fromisoformat(written)
    year = on.year + rng.choice((-10, -2, -1, -1, 1, 1, 2, 10))
    return on.replace(year=year, day=min(on.day, 28) if on.month == 2 else on.day).isoformat()


def _figure(written: str, rng: Random) -> str:
    """Another figure in the day or the month, if that is a date."""
    place = rng.choice((6, 8, 9))
    changed = written[:place] + rng.choice("0123456789") + written[place + 1 :]
    try:
        return date.fromisoformat(changed).isoformat()
    except ValueError:
        return written


_DATE_CHANGES: tuple[Callable[[str, Random], str], ...] = (
    _missing, _year_alone, _swap, _year, _figure, _january,
)  # fmt: skip
