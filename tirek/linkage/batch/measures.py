"""The tables of weights that SQL reads: levels, one row of bounds and thresholds, and how rare each name is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tirek.linkage.frequency import Frequency, rarity_bits
from tirek.linkage.table import Level
from tirek.linkage.weights import (
    CLEAR_LEAD,
    LEVELS,
    NEAR_MARGIN,
    RARITY_LIMITS,
    maybe_threshold,
    same_threshold,
)

_NAMES: Final = ("surname", "given", "patronymic")
_REST: Final = tuple(f"{field}_{kind}" for field in _NAMES for kind in ("near", "changed", "differs"))
"""Levels of names that have neither letters, sound nor beginning in common."""
_NEVER: Final = -1_000_000


def hundredths(bits: float) -> int:
    """Bits as SQL counts them; weights have no more than two figures after the point."""
    return round(bits * 100)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many hundredths of a bit a pair is the same, is asked about, is looked at; and the lead of a clear first."""

    same: int
    maybe: int
    least: int
    lead: int = hundredths(CLEAR_LEAD)

    @classmethod
    def of(cls, register_size: int) -> Thresholds:
        """The thresholds of a register of this size."""
        maybe = hundredths(maybe_threshold(register_size))
        return cls(hundredths(same_threshold(register_size)), maybe, maybe)


def level_rows(levels: Mapping[str, Level] = LEVELS) -> list[tuple[str, int, int]]:
    """The table `levels`: code, hundredths, whether a name's rarity is added."""
    return [(one.code, hundredths(one.bits), int(one.by_frequency)) for one in levels.values()]


def bounds(thresholds: Thresholds, levels: Mapping[str, Level] = LEVELS) -> dict[str, int]:
    """The one row of `bounds`: every level by its code, and the most that a name may bring when it is not equal."""
    row = {one.code: hundredths(one.bits) for one in levels.values()}
    for field in _NAMES:
        others = [
            one for code, one in levels.items() if code.startswith(f"{field}_") and code != f"{field}_equal"
        ]
        highest = hundredths(RARITY_LIMITS[field][1])
        row[f"{field}_else"] = max(0, *(hundredths(one.bits) for one in others if not one.by_frequency))
        row[f"{field}_rest"] = max(
            row[code] for code in _REST if code in row and code.startswith(f"{field}_")
        )
        rare = [hundredths(one.bits) for one in others if one.by_frequency]
        row[f"{field}_else_rare"] = max(rare, default=_NEVER)
        row[f"{field}_most"] = max(
            row[f"{field}_equal"] + highest, row[f"{field}_else"], *(one + highest for one in rare)
        )
    return row | {
        "same": thresholds.same,
        "same_near": thresholds.same + hundredths(NEAR_MARGIN),
        "maybe": thresholds.maybe,
        "least": thresholds.least,
        "lead": thresholds.lead,
    }


def rarity_rows(names: Iterable[tuple[str, str]], frequency: Frequency) -> list[tuple[str, str, int]]:
    """The table `rarities`: field, folded name, hundredths its rarity adds or takes."""
    return [(field, name, hundredths(rarity_bits(field, name, frequency))) for field, name in names]
