"""What is compared of a subject: its folded parts, worked out once."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tirek.linkage.folding import Folded, folded, is_patronymic, patronymic_sex, surname_sex, words
from tirek.linkage.letters import is_initial
from tirek.linkage.subject import Subject


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name, folded; a letter alone is an initial."""

    whole: str
    stem: str
    sound: str
    is_initial: bool = False


@dataclass(frozen=True, slots=True)
class Features:
    """A subject's names folded, and the sex its endings tell."""

    surname: NamePart
    surname_parts: tuple[Folded, ...]
    given: NamePart
    patronymic: NamePart
    surname_is_patronymic: bool
    surname_sex: Literal["m", "f"] | None
    told_sex: Literal["m", "f"] | None


@dataclass(frozen=True, slots=True)
class _Family:
    """What a surname alone tells."""

    name: NamePart
    parts: tuple[Folded, ...]
    is_patronymic: bool
    sex: Literal["m", "f"] | None
    told_sex: Literal["m", "f"] | None


@lru_cache(maxsize=100_000)
def features(surname: str, given: str, patronymic: str) -> Features:
    """Fold the three parts of a name; each part is folded once, however many people bear it."""
    family = _family(surname)
    father, told_sex = _father(patronymic)
    return Features(
        surname=family.name,
        surname_parts=family.parts,
        given=_given(given),
        patronymic=father,
        surname_is_patronymic=family.is_patronymic and not patronymic,
        surname_sex=family.sex,
        told_sex=told_sex or family.told_sex,
    )


@lru_cache(maxsize=100_000)
def _family(surname: str) -> _Family:
    each = words(surname)
    parts = tuple(folded(word, "surname") for word in each)
    last = each[-1] if each else ""
    sex = surname_sex(last)
    return _Family(
        _joined(parts), parts, bool(last) and is_patronymic(last), sex, patronymic_sex(last) or sex
    )


@lru_cache(maxsize=100_000)
def _given(given: str) -> NamePart:
    whole = "".join(folded(word, "given").whole for word in words(given))
    return NamePart(whole, whole, folded(whole).sound, is_initial(given))


@lru_cache(maxsize=100_000)
def _father(patronymic: str) -> tuple[NamePart, Literal["m", "f"] | None]:
    word = "".join(words(patronymic))
    father = folded(word, "patronymic")
    return NamePart(father.whole, father.stem, father.sound, is_initial(patronymic)), patronymic_sex(word)


def features_of(subject: Subject) -> Features:
    """Fold a subject's name."""
    return features(subject.surname, subject.given, subject.patronymic)


def terms(subject: Subject) -> dict[str, str]:
    """The values whose frequency matters, by field: count these to make a frequency table."""
    found = features_of(subject)
    parts = {"surname": found.surname, "given": found.given, "patronymic": found.patronymic}
    return {field: part.whole for field, part in parts.items() if part.whole and not part.is_initial}


def _joined(parts: tuple[Folded, ...]) -> NamePart:
    if len(parts) == 1:
        return NamePart(parts[0].whole, parts[0].stem, parts[0].sound)
    whole, stem, heard = (
        "-".join(getattr(part, one) for part in parts) for one in ("whole", "stem", "sound")
    )
    return NamePart(whole, stem, heard)
