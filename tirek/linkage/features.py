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


@lru_cache(maxsize=100_000)
def features(surname: str, given: str, patronymic: str) -> Features:
    """Fold the three parts of a name."""
    surname_words, patronymic_word = words(surname), "".join(words(patronymic))
    parts = tuple(folded(word, "surname") for word in surname_words)
    given_whole = "".join(folded(word, "given").whole for word in words(given))
    father = folded(patronymic_word, "patronymic")
    last = surname_words[-1] if surname_words else ""
    family_sex = surname_sex(last)
    return Features(
        surname=_joined(parts),
        surname_parts=parts,
        given=NamePart(given_whole, given_whole, folded(given_whole).sound, is_initial(given)),
        patronymic=NamePart(father.whole, father.stem, father.sound, is_initial(patronymic)),
        surname_is_patronymic=bool(last) and not patronymic and is_patronymic(last),
        surname_sex=family_sex,
        told_sex=patronymic_sex(patronymic_word) or patronymic_sex(last) or family_sex,
    )


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
