"""The weights of matching: every level of agreement, what it means and how many bits it adds; change only here."""

from dataclasses import dataclass
from math import log2

VERSION = "2017.1"
TRAINED_ON = (
    "Not trained on any register. Set by hand from rough m/u estimates (share of true pairs with the level against the share "
    "of chance pairs), the estimates taken from a spike on invented Kazakhstani names and dates. The pilot of 2017 "
    "(invented people) only checks them. Do not quote any figure as a promise about a real register."
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement in one field."""

    code: str
    meaning: str
    bits: float
    by_frequency: bool = False


LEVELS = {
    level.code: level
    for level in (
        # surname ------------------------------------------------------------------------------------------
        Level("surname_equal", "the same surname after folding; rarer ones weigh more", 9.6, True),
        Level("surname_stem", "the same family in another form: Нурлан, Нурланов, Серікұлы", 7.6, True),
        Level("surname_part", "one half of a double surname, or a former one", 7.0, True),
        Level("surname_close", "one slip of the pen away", 5.5),
        Level("surname_sounds", "the same consonants", 4.0),
        Level("surname_near", "two slips of the pen away", 1.0),
        Level("surname_changed", "a woman's other surname: she may have married", -2.0),
        Level("surname_differs", "another surname", -5.0),
        # given name ---------------------------------------------------------------------------------------
        Level("given_equal", "the same given name after folding; rarer ones weigh more", 6.4, True),
        Level("given_initial", "a letter that fits the name", 2.8),
        Level("given_short", "a short form of the name", 3.0),
        Level("given_close", "one slip of the pen away", 3.0),
        Level("given_sounds", "the same consonants", 1.5),
        Level("given_near", "two slips of the pen away: no reason to call it another name", 0.0),
        Level("given_alike", "two different known names that look alike: Ержан and Ерлан", -3.0),
        Level("given_differs", "another given name", -7.0),
        # patronymic ---------------------------------------------------------------------------------------
        Level("patronymic_equal", "the same father's name; rarer ones weigh more", 5.5, True),
        Level("patronymic_initial", "a letter that fits the patronymic", 2.5),
        Level("patronymic_close", "one slip of the pen away", 3.0),
        Level("patronymic_sounds", "the same consonants", 2.0),
        Level("patronymic_near", "two slips of the pen away, or cut short", 0.5),
        Level("patronymic_differs", "another father's name", -4.5),
        # birth --------------------------------------------------------------------------------------------
        Level("birth_equal", "the same birth date", 13.5),
        Level("birth_equal_january", "the same 1 January, often written when the day is unknown", 8.5),
        Level("birth_swapped", "day and month swapped", 8.0),
        Level("birth_one_figure", "one figure of the date differs", 4.0),
        Level("birth_day_month", "the same day and month of another year", 2.5),
        Level("birth_year", "the same year, no date on one side", 5.0),
        Level("birth_year_january", "the same year, 1 January on one side: the day may be unknown", 3.0),
        Level("birth_year_near", "a year apart, no date on one side", 0.0),
        Level("birth_same_year", "the same year, another date", -1.5),
        Level("birth_differs", "another birth date or year", -6.5),
        # sex ----------------------------------------------------------------------------------------------
        Level("sex_equal", "the same sex", 0.5),
        Level("sex_differs", "another sex, as written or as the endings tell", -4.5),
        # order of the name --------------------------------------------------------------------------------
        Level("order_swapped", "surname and given name written in swapped order", -1.0),
        # rules, stronger than any sum ---------------------------------------------------------------------
        Level("iin_equal", "the same IIN: decides", 40.0),
        Level("iin_differs", "two different valid IINs: forbids", -60.0),
        Level("twin", "surname, patronymic and date the same, given name another: a twin, forbids", -60.0),
    )
}

FORBIDDING = frozenset({"iin_differs", "twin"})

# Term frequency: the share of people with a value when nothing better is known, and how far rarity may move a weight.
USUAL_SHARE = {"surname": 1 / 800, "given": 1 / 90, "patronymic": 1 / 60}
RARITY_LIMITS = {"surname": (-4.0, 3.0), "given": (-3.0, 2.5), "patronymic": (-3.0, 2.0)}
# A register of this many people is believed as much as the usual share: a small one says little about rarity.
SHARE_WEIGHT = 500

# Decision. The register's size enters as log2: twice the people, twice the namesakes.
SAME_MARGIN = 8.0
SAME_FLOOR = 20.0
# A birth date with one wrong figure or another year takes this much more, and a whole name that is equal.
NEAR_BIRTH_MARGIN = 7.0
MAYBE_MARGIN = -2.0
MAYBE_FLOOR = 13.0
# The best candidate must stand this far above the next for nobody to be asked.
CLEAR_LEAD = 7.0


def rarity(field: str, share: float) -> float:
    """Bits to add for a value rarer than usual, or to take for a commoner one."""
    low, high = RARITY_LIMITS[field]
    return max(low, min(high, log2(USUAL_SHARE[field] / share))) if share > 0 else high


def same_threshold(register_size: int) -> float:
    """Bits from which a candidate is the same person in a register of this size."""
    return max(SAME_FLOOR, log2(max(register_size, 1)) + SAME_MARGIN)


def maybe_threshold(register_size: int) -> float:
    """Bits from which a person is asked."""
    return max(MAYBE_FLOOR, log2(max(register_size, 1)) + MAYBE_MARGIN)
