"""A version of the weights as a file that people read and change: TOML, one table a level, its provenance at the top."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"
_ABOUT = """\
# The weights of matching: every level of agreement, what it means and how many bits it adds. `tirek/linkage/weights.py` says which
# version is in use; `make train-linkage` writes a new version beside the others and changes nothing else.
#
# bits = log2(m / u): m is the share of true pairs with the level, u the share of chance pairs. Where a level is weighed by frequency, u is
# the usual share, and the register's own takes its place. `by_hand` was set by a person: too few pairs of its kind were seen.
"""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement in one field, with the shares its bits come from."""

    code: str
    meaning: str
    bits: float
    by_frequency: bool = False
    by_hand: bool = True
    m: float | None = None
    u: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One version of all weights."""

    version: str
    trained_on: str
    levels: Mapping[str, Level]
    usual_share: Mapping[str, float]
    rarity_limits: Mapping[str, tuple[float, float]]
    decision: Mapping[str, float]


def load(version: str, folder: Path = FOLDER) -> Table:
    """Read one version."""
    read = tomllib.loads(_path(version, folder).read_text("utf-8"))
    levels = {code: Level(code, **level) for code, level in read["level"].items()}
    limits = {field: (low, high) for field, (low, high) in read["rarity_limits"].items()}
    return Table(read["version"], read["trained_on"], levels, read["usual_share"], limits, read["decision"])


def save(table: Table, folder: Path = FOLDER) -> Path:
    """Write a new version; one that is there is never written over."""
    path = _path(table.version, folder)
    lines = [_ABOUT, f'version = "{table.version}"', f'trained_on = """\n{table.trained_on}"""', ""]
    for name, values in (("usual_share", table.usual_share), ("decision", table.decision)):
        lines += [f"[{name}]", *(f"{key} = {value!r}" for key, value in values.items()), ""]
    lines += ["[rarity_limits]", *(f"{key} = {list(value)!r}" for key, value in table.rarity_limits.items())]
    for level in table.levels.values():
        lines += ["", *_level_lines(level)]
    with path.open("x", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return path


def _level_lines(level: Level) -> list[str]:
    lines = [f"[level.{level.code}]", f'meaning = "{level.meaning}"', f"bits = {level.bits!r}"]
    if level.by_frequency:
        lines.append("by_frequency = true")
    if not level.by_hand:
        lines.append("by_hand = false")
    return [
        *lines,
        *(f"{name} = {value:.7f}" for name, value in (("m", level.m), ("u", level.u)) if value is not None),
    ]


def _path(version: str, folder: Path) -> Path:
    return folder / f"weights-{version}.toml"
