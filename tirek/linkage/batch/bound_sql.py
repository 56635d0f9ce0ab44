"""The cheap bound of the batch's SQL: which pairs can still reach the threshold, told by whole numbers alone (code_sql)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tirek.linkage.batch.code_sql import LETTERS


def birth_level(said: Callable[[str], str], nothing: str) -> str:
    """The level of two births, said as its code or as its bits; cheap tests stand first."""
    one_figure_of_the_year = " OR ".join(
        f"(q.birth_year % {low} = c.birth_year % {low} AND q.birth_year - q.birth_year % {high} = c.birth_year - c.birth_year % {high})"
        for low, high in ((1, 10), (10, 100), (100, 1000), (1000, 10000))
    )

    def one_figure_of(part: str) -> str:
        return f"(q.{part} % 10 = c.{part} % 10 OR q.{part} - q.{part} % 10 = c.{part} - c.{part} % 10)"

    return f"""CASE
        WHEN q.birth = c.birth THEN
            CASE WHEN q.birth % 10000 = 101 THEN {said("birth_equal_january")} ELSE {said("birth_equal")} END
        WHEN q.birth_year IS NULL OR c.birth_year IS NULL THEN {nothing}
        WHEN q.birth IS NULL OR c.birth IS NULL THEN CASE
            WHEN q.birth_year = c.birth_year THEN {said("birth_year")}
            WHEN ABS(q.birth_year - c.birth_year) = 1 THEN {said("birth_year_near")} ELSE {said("birth_differs")} END
        WHEN q.birth_month = c.birth_month AND q.birth_day = c.birth_day THEN
            CASE WHEN {one_figure_of_the_year} THEN {said("birth_one_figure")} ELSE {said("birth_day_month")} END
        WHEN q.birth_year <> c.birth_year THEN {said("birth_differs")}
        WHEN q.birth_month = c.birth_day AND q.birth_day = c.birth_month THEN {said("birth_swapped")}
        WHEN q.birth_month = c.birth_month AND {one_figure_of("birth_day")} THEN {said("birth_one_figure")}
        WHEN q.birth_day = c.birth_day AND {one_figure_of("birth_month")} THEN {said("birth_one_figure")}
        WHEN q.birth % 10000 = 101 OR c.birth % 10000 = 101 THEN {said("birth_year_january")}
        ELSE {said("birth_same_year")} END"""


def _slips(one: str, other: str, most: int) -> str:
    """Whether so many slips of the pen may be enough, told by the signs of two names."""
    both = f"BIT_COUNT({one}_signs & {other}_signs)"
    return f"BIT_COUNT({one}_signs) + BIT_COUNT({other}_signs) - 2 * {both} <= {2 * most}"


def _may_be_close(one: str, other: str) -> str:
    """Whether `_slip` may find two names close; two letters that changed places leave the signs as they are."""
    ninth = 1 << (LETTERS + 8)
    return f"""({_slips(one, other, 1)} OR ({one}_signs >= {ninth} AND {other}_signs >= {ninth} AND {_slips(one, other, 2)}))"""


_SURNAME_MAY_AGREE: Final = " OR ".join(
    [
        "q.surname = c.surname OR q.stem = c.stem OR q.is_double OR c.is_double OR q.surname_sound = c.surname_sound",
        _may_be_close("q.surname", "c.surname"),
        _may_be_close("q.stem", "c.stem"),
    ]
)
_MAY_BE: Final = {
    "surname": _SURNAME_MAY_AGREE,
    "given": "q.is_given_short OR c.is_given_short OR q.given_sound = c.given_sound OR "
    + _may_be_close("q.given", "c.given"),
    "patronymic": "q.patronymic_initial OR c.patronymic_initial OR q.patronymic_sound = c.patronymic_sound OR "
    + _may_be_close("q.patronymic", "c.patronymic"),
}


def _kind_of(field: str) -> str:
    """What a pair of names may be, seen without reading them: missing (0), equal (1), close (2), near (3), another (4)."""
    one, other = f"q.{field}", f"c.{field}"
    near = _slips(one, other, 2)
    if field == "patronymic":
        begins = (f"{one}_signs & {other}_signs = {name}_signs" for name in (one, other))
        near = f"({near}) OR {' OR '.join(begins)}"
    return f"""CASE WHEN {one}_signs = 0 OR {other}_signs = 0 THEN 0 WHEN {one} = {other} THEN 1
        WHEN {_MAY_BE[field]} THEN 2 WHEN {near} THEN 3 ELSE 4 END"""


def _bound_of(field: str) -> str:
    """The most that a name of this kind can still bring."""
    differs = f"w.{field}_differs"
    if field == "surname":
        differs = f"CASE WHEN is_female THEN GREATEST(w.surname_changed, {differs}) ELSE {differs} END"
    most = f"GREATEST(w.{field}_else, w.{field}_else_rare + {field}_rarity)"
    return f"""CASE {field}_kind WHEN 0 THEN 0 WHEN 1 THEN GREATEST(w.{field}_equal + {field}_rarity, {most})
        WHEN 2 THEN {most} WHEN 3 THEN w.{field}_rest ELSE {differs} END"""


def _bits(code: str) -> str:
    return f"w.{code}"


_COARSE_SEX: Final = (
    "CASE WHEN q.sex = 0 OR c.sex = 0 THEN 0 WHEN q.sex = c.sex THEN w.sex_equal ELSE w.sex_differs END"
)
_MAY_BE_TURNED: Final = f"""q.turned AND NOT c.given_initial
            AND (q.turned_given = c.given OR {_may_be_close("q.turned_given", "c.given")})"""

# Each name is looked at once for every pair. Where a surname may stand for a patronymic, it may count for nothing and the patronymic
# for anything. Twins stay however little they weigh: they bar every record of the person.
HOPEFUL: Final = f"""
SELECT a, b, is_straight, is_turnable FROM (
    SELECT a, b, same_iin OR (is_same_birth AND surname_kind IN (1, 2)) OR born + sex + {_bound_of("given")}
            + CASE WHEN is_father THEN GREATEST({_bound_of("surname")}, 0) + w.patronymic_most
                ELSE {_bound_of("surname")} + {_bound_of("patronymic")} END >= w.least AS is_straight,
        may_be_turned AND (same_iin
            OR born + w.order_swapped + w.surname_most + w.given_most + w.patronymic_most >= w.least) AS is_turnable
    FROM (
        SELECT p.a, p.b, COALESCE(q.iin = c.iin, FALSE) AS same_iin, q.birth = c.birth AS is_same_birth,
            q.is_father OR c.is_father AS is_father, q.female OR c.female AS is_female,
            {birth_level(_bits, "0")} AS born, {_COARSE_SEX} AS sex, {_kind_of("surname")} AS surname_kind,
            {_kind_of("given")} AS given_kind, {_kind_of("patronymic")} AS patronymic_kind,
            surname_rarity, given_rarity, patronymic_rarity, {_MAY_BE_TURNED} AS may_be_turned
        FROM pairs AS p JOIN asking_codes AS q ON q.place = p.a JOIN known_codes AS c ON c.place = p.b CROSS JOIN bounds AS w
        WHERE q.iin IS NULL OR c.iin IS NULL OR q.iin = c.iin
    ) AS bounded CROSS JOIN bounds AS w
) AS judged WHERE is_straight OR is_turnable
"""
