"""Find the level of agreement of each field: the codes of the table in weights."""

from datetime import date
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from tirek.linkage.features import Features, NamePart
from tirek.linkage.given_names import KNOWN, is_short_for
from tirek.linkage.subject import Subject

SURNAME_AGREES = frozenset(
    {"surname_equal", "surname_stem", "surname_part", "surname_close", "surname_sounds"}
)
GIVEN_AGREES = frozenset({"given_equal", "given_initial", "given_short", "given_close", "given_sounds"})
GIVEN_WRITTEN = frozenset({"given_equal", "given_close"})
"""Written out and the same but for a slip of the pen: no initial, no short form."""
FATHER_AGREES = frozenset({"patronymic_equal", "patronymic_close"})
BIRTH_AGREES = frozenset({"birth_equal", "birth_equal_january", "birth_swapped"})
BIRTH_NEAR = frozenset({"birth_one_figure", "birth_day_month"})


@lru_cache(maxsize=500_000)
def is_slip(one: str, other: str) -> bool:
    """Is one skeleton the other with a slip of the pen: a letter more, fewer, other, or two swapped?

    Said so that SQL can say the same: Levenshtein's distance 1 (2 from nine letters on), or 2 with the same letters in another order.
    """
    shorter = min(len(one), len(other))
    if shorter < 4:
        return False
    distance = Levenshtein.distance(one, other, score_cutoff=2)
    return (
        distance <= 1 or (distance == 2 and shorter >= 9) or (distance == 2 and sorted(one) == sorted(other))
    )


@lru_cache(maxsize=500_000)
def is_near(one: str, other: str) -> bool:
    """Are two slips of the pen enough? Too little to link by, too much to call it another name."""
    shorter = min(len(one), len(other))
    if shorter < 3:
        return False
    allowed = 2 if shorter >= 5 else 1
    return Levenshtein.distance(one, other, score_cutoff=allowed) <= allowed


def surname_level(query: Features, candidate: Features, female: bool) -> str | None:
    """Compare surnames, double ones half by half; None when one is missing."""
    one, other = query.surname, candidate.surname
    if not one.whole or not other.whole:
        return None
    if one.whole == other.whole:
        return "surname_equal"
    if one.stem == other.stem:
        return "surname_stem"
    if len(query.surname_parts) + len(candidate.surname_parts) > 2 and _share_a_part(query, candidate):
        return "surname_part"
    if is_slip(one.whole, other.whole) or is_slip(one.stem, other.stem):
        return "surname_close"
    if len(one.sound) >= 3 and one.sound == other.sound:
        return "surname_sounds"
    if is_near(one.whole, other.whole):
        return "surname_near"
    return "surname_changed" if female else "surname_differs"


def given_level(query: NamePart, candidate: NamePart) -> str | None:
    """Compare given names; two different known names are never a slip of the pen."""
    if not query.whole or not candidate.whole:
        return None
    if query.is_initial or candidate.is_initial:
        return "given_initial" if _begins(query.whole, candidate.whole) else "given_differs"
    return _given_level(query.whole, query.sound, candidate.whole, candidate.sound)


@lru_cache(maxsize=200_000)
def _given_level(one: str, one_sound: str, other: str, other_sound: str) -> str:
    if one == other:
        return "given_equal"
    if is_short_for(one, other):
        return "given_short"
    alike = is_slip(one, other)
    sounds = len(one_sound) >= 2 and one_sound == other_sound
    if (alike or sounds) and one in KNOWN and other in KNOWN:
        return "given_alike"
    if alike:
        return "given_close"
    if sounds:
        return "given_sounds"
    return "given_near" if is_near(one, other) else "given_differs"


def patronymic_level(query: NamePart, candidate: NamePart) -> str | None:
    """Compare the fathers' names, without their endings."""
    if not query.whole or not candidate.whole:
        return None
    if query.is_initial or candidate.is_initial:
        return "patronymic_initial" if _begins(query.whole, candidate.whole) else "patronymic_differs"
    if query.whole == candidate.whole:
        return "patronymic_equal"
    if is_slip(query.whole, candidate.whole):
        return "patronymic_close"
    if len(query.sound) >= 2 and query.sound == candidate.sound:
        return "patronymic_sounds"
    longer, shorter = sorted((query.whole, candidate.whole), key=len, reverse=True)
    if is_near(longer, shorter) or (len(shorter) >= 4 and longer.startswith(shorter)):
        return "patronymic_near"
    return "patronymic_differs"


def birth_level(query: Subject, candidate: Subject) -> str | None:
    """Compare birth dates, or years where that is all there is."""
    if query.birth_on and candidate.birth_on:
        return _dates_level(query.birth_on, candidate.birth_on)
    one, other = query.year, candidate.year
    if not one or not other:
        return None
    if one == other:
        return "birth_year"
    return "birth_year_near" if abs(one - other) == 1 else "birth_differs"


def sex_level(
    query: Subject, query_features: Features, candidate: Subject, candidate_features: Features
) -> str | None:
    """Compare sex as written, else as the endings of the names tell it."""
    one = query.sex or query_features.told_sex
    other = candidate.sex or candidate_features.told_sex
    if not one or not other:
        return None
    return "sex_equal" if one == other else "sex_differs"


@lru_cache(maxsize=100_000)
def _dates_level(one: date, other: date) -> str:
    if one == other:
        return "birth_equal_january" if (one.month, one.day) == (1, 1) else "birth_equal"
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return "birth_swapped"
    figures = zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True)
    if sum(left != right for left, right in figures) == 1:
        return "birth_one_figure"
    if (one.month, one.day) == (other.month, other.day):
        return "birth_day_month"
    if one.year != other.year:
        return "birth_differs"
    is_unknown = (1, 1) in ((one.month, one.day), (other.month, other.day))
    return "birth_year_january" if is_unknown else "birth_same_year"


_LATIN_INITIALS = str.maketrans("jwhcx", "zskkt")


def _begins(one: str, other: str) -> bool:
    """Does the letter fit? In Latin letters Zh, Sh, Kh, Ch and Ts are often cut to their first: «Z. S.» is Жасұлан."""
    return one[:1].translate(_LATIN_INITIALS) == other[:1].translate(_LATIN_INITIALS)


def _share_a_part(query: Features, candidate: Features) -> bool:
    halves = {part.stem for part in candidate.surname_parts}
    return any(len(part.stem) >= 3 and part.stem in halves for part in query.surname_parts)
