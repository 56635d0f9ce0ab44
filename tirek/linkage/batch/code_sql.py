"""Names as whole numbers, so that most pairs are thrown away without a letter being read; prepared once, by DuckDB only.

A code is a hash: two equal names have equal codes, two others almost never; the bound that reads them may therefore only rise where
codes are equal. `signs` has a bit for each letter that occurs in a name and, above them, as many bits as the name has letters: a slip
of the pen changes two of them at most, for another letter is one lost and one gained, and a letter more is one gained and one longer.
"""

from __future__ import annotations

from string import ascii_lowercase
from typing import Final

LETTERS: Final = len(ascii_lowercase)
_LONGEST: Final = 62 - LETTERS
_CODED: Final = {
    "surname": ("surname", "surname_sound"),
    "stem": ("stem",),
    "given": ("given", "given_sound"),
    "patronymic": ("patronymic", "patronymic_sound"),
}
_ASKING: Final = {**_CODED, "turned_given": ("turned_given",)}
_RARITIES: Final = "p.surname_rarity, p.given_rarity, p.patronymic_rarity"
_PLAIN: Final = (
    "p.place, p.birth, p.birth_year, p.birth_month, p.birth_day, p.iin, p.halves > 1 AS is_double, p.female,"
    " p.given_initial OR p.given_short_for <> '' AS is_given_short, p.given_initial, p.patronymic_initial,"
    " p.father IS NOT NULL AS is_father, CASE p.sex WHEN 'm' THEN 1 WHEN 'f' THEN 2 ELSE 0 END AS sex"
)


def _sign(number: int, letter: str) -> str:
    return f"CASE WHEN contains(word, '{letter}') THEN {1 << number} ELSE 0 END"


def _signs(columns: list[str]) -> str:
    words = " UNION ".join(f"SELECT {column} AS word FROM {{people}}" for column in columns)
    total = " + ".join(_sign(number, letter) for number, letter in enumerate(ascii_lowercase))
    long = f"((CAST(1 AS BIGINT) << LEAST(LENGTH(word), {_LONGEST})) - 1) << {LETTERS}"
    return f"SELECT word, {total} + ({long}) AS signs FROM ({words}) AS words"


def _codes(coded: dict[str, tuple[str, ...]], plain: str) -> str:
    columns, joins = [plain], []
    for name, codes in coded.items():
        columns += [f"CAST(hash(p.{code}) % 2147483647 AS INTEGER) AS {code}" for code in codes]
        columns.append(f"{name}_w.signs AS {name}_signs")
        joins.append(f"LEFT JOIN signs AS {name}_w ON {name}_w.word = p.{name}")
    signs = _signs(list(coded))
    return f"WITH signs AS ({signs}) SELECT {', '.join(columns)} FROM {{people}} AS p {' '.join(joins)}"


ASKING_CODES: Final = _codes(_ASKING, f"{_PLAIN}, p.turned").format(people="asking")
KNOWN_CODES: Final = _codes(_CODED, f"{_PLAIN}, {_RARITIES}").format(people="known")
