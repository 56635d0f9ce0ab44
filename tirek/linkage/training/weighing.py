"""From m and u to a new table: bits, levels too rare to be believed, and the order of closeness."""

from collections.abc import Mapping
from dataclasses import replace
from math import log2

from tirek.linkage.table import Level, Table

FEWEST_PAIRS = 30
"""A level that fewer true or chance pairs have keeps the bits a person gave it."""

Shares = Mapping[str, tuple[float | None, float | None]]


def weigh(old: Table, shares: Shares, true_pairs: float, chance_pairs: int, version: str, said: str) -> Table:
    """The next version: what was seen often enough takes new bits, everything else stays as it was."""
    levels = {
        code: _weighed(old, level, shares.get(code, (None, None)), true_pairs, chance_pairs)
        for code, level in old.levels.items()
    }
    for field in ("surname", "given", "patronymic", "birth"):
        ladder = [code for code in levels if code.startswith(f"{field}_")]
        weights = [max((levels[code].m or 0.0) * true_pairs, 1.0) for code in ladder]
        for code, bits in zip(ladder, falling([levels[code].bits for code in ladder], weights), strict=True):
            levels[code] = replace(levels[code], bits=bits)
    rounded = {code: replace(level, bits=round(level.bits, 1)) for code, level in levels.items()}
    return replace(old, version=version, trained_on=said, levels=rounded)


def _weighed(
    old: Table, level: Level, share: tuple[float | None, float | None], true_pairs: float, chance_pairs: int
) -> Level:
    m, u = share
    if m is None or u is None or not m * true_pairs >= FEWEST_PAIRS:
        return replace(level, m=m, u=u, by_hand=True)
    field, _, kind = level.code.partition("_")
    if level.by_frequency and kind == "equal":
        return replace(level, m=m, u=u, by_hand=False, bits=log2(m / old.usual_share[field]))
    if u * chance_pairs < FEWEST_PAIRS / 4:
        return replace(level, m=m, u=u, by_hand=True)
    return replace(level, m=m, u=u, by_hand=False, bits=log2(m / u))


def falling(bits: list[float], weights: list[float]) -> list[float]:
    """The nearest numbers that never rise: a closer level weighs no less than a farther one (pool adjacent violators)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(bits, weights, strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] < pools[-1][0]:
            (one, heavy, count), (other, light, more) = pools[-2:]
            pools[-2:] = [((one * heavy + other * light) / (heavy + light), heavy + light, count + more)]
    return [value for value, _, count in pools for _ in range(count)]
