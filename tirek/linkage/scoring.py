"""Score two subjects by Fellegi and Sunter: the bits of each level of agreement, summed, with the reasons kept."""

from dataclasses import dataclass, field, replace

from tirek.linkage import compare
from tirek.linkage.features import Features, features, features_of
from tirek.linkage.frequency import Frequency, rarity_bits
from tirek.linkage.subject import Subject
from tirek.linkage.weights import FORBIDDING, LEVELS


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the score is what it is: a stable code of the table of weights, and its bits."""

    code: str
    bits: float


@dataclass(frozen=True, slots=True)
class Score:
    """The sum of the bits for or against two subjects being one person."""

    bits: float
    reasons: tuple[Reason, ...]
    codes: frozenset[str] = field(init=False, compare=False)
    """The codes of all reasons."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", frozenset([reason.code for reason in self.reasons]))

    @property
    def forbidden(self) -> bool:
        """Does a rule forbid to link the two, whatever the sum?"""
        return not FORBIDDING.isdisjoint(self.codes)


def score(query: Subject, candidate: Subject, frequency: Frequency | None = None) -> Score:
    """How strongly two subjects look like one person, and why."""
    theirs = features_of(candidate)
    best = _in_order(query, features_of(query), candidate, theirs, frequency)
    if not {"surname_equal", "given_equal"} & best.codes and query.surname and query.given:
        turned = features(query.given, query.surname, query.patronymic)
        if compare.given_level(turned.given, theirs.given) in compare.GIVEN_WRITTEN:
            best = max(best, _turned(query, turned, candidate, theirs, frequency), key=lambda one: one.bits)
    return best


def _turned(
    query: Subject, turned: Features, candidate: Subject, theirs: Features, frequency: Frequency | None
) -> Score:
    """The query's surname and given name read the other way round; only full agreement of both counts."""
    swapped = replace(query, surname=query.given, given=query.surname)
    found = _in_order(swapped, turned, candidate, theirs, frequency)
    if not found.codes & compare.SURNAME_AGREES:
        return Score(float("-inf"), ())
    reason = _PLAIN["order_swapped"]
    return Score(round(found.bits + reason.bits, 2), (*found.reasons, reason))


def _in_order(
    query: Subject, ours: Features, candidate: Subject, theirs: Features, frequency: Frequency | None
) -> Score:
    ours, theirs = (
        _patronymic_as_surname(query, ours, theirs),
        _patronymic_as_surname(candidate, theirs, ours),
    )
    female = "f" in (query.sex, candidate.sex, ours.told_sex, theirs.told_sex)
    surname = compare.surname_level(ours, theirs, female)
    given = compare.given_level(ours.given, theirs.given)
    patronymic = compare.patronymic_level(ours.patronymic, theirs.patronymic)
    birth = compare.birth_level(query, candidate)
    sex = compare.sex_level(query, ours, candidate, theirs)
    names = (
        (surname, theirs.surname.whole),
        (given, theirs.given.whole),
        (patronymic, theirs.patronymic.whole),
    )
    others = (birth, sex, _rule(query, candidate, surname, given, patronymic, birth))
    reasons = [_of_name(code, value, frequency) for code, value in names if code]
    reasons += [_PLAIN[code] for code in others if code]
    return Score(round(sum([reason.bits for reason in reasons]), 2), tuple(reasons))


def _rule(
    query: Subject,
    candidate: Subject,
    surname: str | None,
    given: str | None,
    patronymic: str | None,
    birth: str | None,
) -> str | None:
    """The rules stronger than any sum; an equal IIN is stronger than a twin's look."""
    if query.iin_digest is not None and candidate.iin_digest is not None:
        return "iin_equal" if query.iin_digest == candidate.iin_digest else "iin_differs"
    twin = (
        given == "given_differs"
        and surname in compare.SURNAME_AGREES
        and patronymic != "patronymic_differs"
        and birth in ("birth_equal", "birth_equal_january")
    )
    return "twin" if twin else None


def _patronymic_as_surname(subject: Subject, own: Features, other: Features) -> Features:
    """«Серікұлы Нурлан» may be Ахметов Нурлан Серикович: a patronymic alone stands for what it fits."""
    fits = own.surname_is_patronymic and own.surname.stem == other.patronymic.stem != ""
    return features("", subject.given, subject.surname) if fits else own


_PLAIN = {code: Reason(code, round(level.bits, 2)) for code, level in LEVELS.items()}
_BY_FREQUENCY = {code: code.partition("_")[0] for code, level in LEVELS.items() if level.by_frequency}
"""The field by whose names the level is weighed."""


def _of_name(code: str, value: str, frequency: Frequency | None) -> Reason:
    if frequency is None or code not in _BY_FREQUENCY:
        return _PLAIN[code]
    return Reason(code, round(LEVELS[code].bits + rarity_bits(_BY_FREQUENCY[code], value, frequency), 2))
