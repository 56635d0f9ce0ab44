"""The weights of matching in use, read from one version of the table; what each level means stands there."""

from math import log2

from tirek.linkage.table import Level, load

IN_USE = "2026.2"
"""Change this line to take another version of `tables/` into use; training never does."""

_TABLE = load(IN_USE)

VERSION = _TABLE.version
TRAINED_ON = _TABLE.trained_on
LEVELS: dict[str, Level] = dict(_TABLE.levels)

FORBIDDING = frozenset({"iin_differs", "twin"})

# Term frequency: the share of people with a value when nothing better is known, and how far rarity may move a weight.
USUAL_SHARE = _TABLE.usual_share
RARITY_LIMITS = _TABLE.rarity_limits
# A register of this many people is believed as much as the usual share: a small one says little about rarity.
SHARE_WEIGHT = _TABLE.decision["share_weight"]

# Decision. The register's size enters as log2: twice the people, twice the namesakes.
SAME_MARGIN = _TABLE.decision["same_margin"]
SAME_FLOOR = _TABLE.decision["same_floor"]
# A birth date with one wrong figure or another year, or a surname two slips away, takes this much more, and nothing else in doubt.
NEAR_MARGIN = _TABLE.decision["near_margin"]
MAYBE_MARGIN = _TABLE.decision["maybe_margin"]
MAYBE_FLOOR = _TABLE.decision["maybe_floor"]
# The best candidate must stand this far above the next for nobody to be asked.
CLEAR_LEAD = _TABLE.decision["clear_lead"]


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
