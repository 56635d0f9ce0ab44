"""The one SQL text of the batch: candidates by shared keys, a cheap bound, levels of agreement, bits, rules.

DuckDB and Spark SQL run it unchanged, so it uses only what both know. Every figure is a whole number (bits in hundredths), so
that both say the same to the last one. Tables it reads: asking and known (columns.PERSON; known with the rarity of its names),
asked_keys and stored_keys, levels (weights.LEVELS as they stand) and bounds (one row: each level's hundredths by its code, and
thresholds); asking_codes and known_codes (code_sql) are what the bound reads. What is prepared once (`KNOWN`) only DuckDB runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from tirek.linkage.batch.bound_sql import HOPEFUL, birth_level
from tirek.linkage.batch.columns import PERSON
from tirek.linkage.compare import (
    BIRTH_AGREES,
    BIRTH_NEAR,
    FATHER_AGREES,
    GIVEN_AGREES,
    GIVEN_WRITTEN,
    SURNAME_AGREES,
)

KNOWN: Final = """
SELECT p.*,
    COALESCE(s.bits, 0) AS surname_rarity, COALESCE(g.bits, 0) AS given_rarity,
    COALESCE(f.bits, 0) AS patronymic_rarity, COALESCE(r.bits, 0) AS father_rarity
FROM stored AS p
LEFT JOIN rarities AS s ON s.field = 'surname' AND s.name = p.surname
LEFT JOIN rarities AS g ON g.field = 'given' AND g.name = p.given
LEFT JOIN rarities AS f ON f.field = 'patronymic' AND f.name = p.patronymic
LEFT JOIN rarities AS r ON r.field = 'patronymic' AND r.name = p.father
"""
MET: Final = "WHERE p.place IN (SELECT place FROM stored_keys)"
"""Of the stored rows only those that share a key with another row."""

PAIRS_OF_TWO: Final = """
SELECT DISTINCT one.place AS a, other.place AS b
FROM asked_keys AS one JOIN stored_keys AS other ON one.key = other.key
"""

# Of two rows of one list the later one asks; a key that only one of the two would ask with is asked from its side.
PAIRS_OF_ONE: Final = """
SELECT DISTINCT GREATEST(one.place, other.place) AS a, LEAST(one.place, other.place) AS b
FROM asked_keys AS one JOIN stored_keys AS other ON one.key = other.key
WHERE one.place > other.place OR (one.place < other.place AND NOT (one.stored AND other.asked))
"""


def listed(codes: Iterable[str]) -> str:
    """Codes as the inside of an IN."""
    return ", ".join(f"'{code}'" for code in sorted(codes))


def _code(code: str) -> str:
    return f"'{code}'"


def _sex(turned: str, said: Callable[[str], str], nothing: str) -> str:
    return f"""CASE WHEN q.{turned}sex = '' OR c.sex = '' THEN {nothing}
        WHEN q.{turned}sex = c.sex THEN {said("sex_equal")} ELSE {said("sex_differs")} END"""


def _slip(one: str, other: str, same_letters: str) -> str:
    """One slip of the pen; two where the names are long, or where two letters changed places."""
    return f"""CASE WHEN LENGTH({one}) < 4 OR LENGTH({other}) < 4 OR ABS(LENGTH({one}) - LENGTH({other})) > 2 THEN FALSE
            WHEN {same_letters} OR (LENGTH({one}) >= 9 AND LENGTH({other}) >= 9) THEN LEVENSHTEIN({one}, {other}) <= 2
            ELSE ABS(LENGTH({one}) - LENGTH({other})) <= 1 AND LEVENSHTEIN({one}, {other}) <= 1 END"""


def _near(one: str, other: str) -> str:
    """Two slips of the pen, or one where the shorter has only three or four letters."""
    return f"""CASE WHEN LENGTH({one}) < 3 OR LENGTH({other}) < 3 OR ABS(LENGTH({one}) - LENGTH({other})) > 2 THEN FALSE
            ELSE LEVENSHTEIN({one}, {other}) <= CASE WHEN LENGTH({one}) >= 5 AND LENGTH({other}) >= 5 THEN 2 ELSE 1 END END"""


def _letter_fits(one: str, other: str) -> str:
    """In Latin letters Zh, Sh, Kh, Ch and Ts are often cut to their first."""
    first, second = (f"TRANSLATE(SUBSTRING({name}, 1, 1), 'jwhcx', 'zskkt')" for name in (one, other))
    return f"{first} = {second}"


def _begins(longer: str, shorter: str) -> str:
    return f"(LENGTH({shorter}) >= 4 AND SUBSTRING({longer}, 1, LENGTH({shorter})) = {shorter})"


def _surname(turned: str) -> str:
    def q(name: str) -> str:
        return f"q.{turned}{name}" if turned else f"q.{name}"

    whole = "q.turned_surname" if turned else "q.surname"
    sound = "q.turned_sound" if turned else "q.surname_sound"
    letters = "q.turned_letters" if turned else "q.surname_letters"
    halves = " OR ".join(f"{q(f'half_{one}')} IN (c.half_1, c.half_2, c.half_3)" for one in (1, 2, 3))
    return f"""CASE WHEN {whole} = '' OR c.surname = '' THEN NULL
        WHEN {whole} = c.surname THEN 'surname_equal'
        WHEN {q("stem")} = c.stem THEN 'surname_stem'
        WHEN {q("halves")} + c.halves > 2 AND ({halves}) THEN 'surname_part'
        WHEN {_slip(whole, "c.surname", f"{letters} = c.surname_letters")} THEN 'surname_close'
        WHEN {_slip(q("stem"), "c.stem", f"{q('stem_letters')} = c.stem_letters")} THEN 'surname_close'
        WHEN LENGTH({sound}) >= 3 AND {sound} = c.surname_sound THEN 'surname_sounds'
        WHEN {_near(whole, "c.surname")} THEN 'surname_near'
        WHEN {q("female")} OR c.female THEN 'surname_changed' ELSE 'surname_differs' END"""


def _given(turned: str) -> str:
    name = f"q.{turned}given"
    either_letter = "c.given_initial" if turned else "q.given_initial OR c.given_initial"
    two_known = f"{name}_known AND c.given_known"
    return f"""CASE WHEN {name} = '' OR c.given = '' THEN NULL
        WHEN {either_letter} THEN CASE WHEN {_letter_fits(name, "c.given")} THEN 'given_initial' ELSE 'given_differs' END
        WHEN {name} = c.given THEN 'given_equal'
        WHEN {name}_short_for <> '' AND INSTR({name}_short_for, CONCAT('|', c.given, '|')) > 0 THEN 'given_short'
        WHEN c.given_short_for <> '' AND INSTR(c.given_short_for, CONCAT('|', {name}, '|')) > 0 THEN 'given_short'
        WHEN {_slip(name, "c.given", f"{name}_letters = c.given_letters")} THEN
            CASE WHEN {two_known} THEN 'given_alike' ELSE 'given_close' END
        WHEN LENGTH({name}_sound) >= 2 AND {name}_sound = c.given_sound THEN
            CASE WHEN {two_known} THEN 'given_alike' ELSE 'given_sounds' END
        WHEN {_near(name, "c.given")} THEN 'given_near' ELSE 'given_differs' END"""


# A surname that is the other's patronymic stands for it: «Серікұлы Нурлан» is perhaps Ахметов Нурлан Серикович.
_FITS: Final = {
    "q": "q.father IS NOT NULL AND q.stem <> '' AND q.stem = c.patronymic",
    "c": "c.father IS NOT NULL AND c.stem <> '' AND c.stem = q.patronymic",
}


def _father(side: str, part: str = "") -> str:
    return f"CASE WHEN {_FITS[side]} THEN {side}.father{part} ELSE {side}.patronymic{part} END"


def _patronymic(one: str, other: str, sounds: tuple[str, str], letters: tuple[str, str]) -> str:
    return f"""CASE WHEN {one} = '' OR {other} = '' THEN NULL
        WHEN q.patronymic_initial OR c.patronymic_initial THEN
            CASE WHEN {_letter_fits(one, other)} THEN 'patronymic_initial' ELSE 'patronymic_differs' END
        WHEN {one} = {other} THEN 'patronymic_equal'
        WHEN {_slip(one, other, f"{letters[0]} = {letters[1]}")} THEN 'patronymic_close'
        WHEN LENGTH({sounds[0]}) >= 2 AND {sounds[0]} = {sounds[1]} THEN 'patronymic_sounds'
        WHEN {_near(one, other)} OR {_begins(one, other)} OR {_begins(other, one)} THEN 'patronymic_near'
        ELSE 'patronymic_differs' END"""


# What the codes could not tell of a name read the other way round.
_TURNABLE: Final = f"""CASE WHEN q.surname = c.surname THEN FALSE
        WHEN q.given = c.given AND NOT q.given_initial THEN FALSE
        WHEN ({_FITS["c"]}) OR q.turned_father_stem = c.patronymic THEN FALSE
        ELSE q.turned_given = c.given OR {_slip("q.turned_given", "c.given", "q.turned_given_letters = c.given_letters")} END"""

# Few rows are left by now: only they are read, and of their many columns those that are compared.
_COMPARED: Final = [
    name
    for name in PERSON
    if not name.startswith(("turned", "said_")) and name not in ("line", "written_sex")
]
_TURNED: Final = ["place", *(name for name in PERSON if name.startswith("turned"))]
_RARITIES: Final = ["surname_rarity", "given_rarity", "patronymic_rarity", "father_rarity"]
NEAR_ASKING: Final = f"SELECT {', '.join(_COMPARED)} FROM asking WHERE place IN (SELECT a FROM hopeful)"
NEAR_KNOWN: Final = (
    f"SELECT {', '.join([*_COMPARED, *_RARITIES])} FROM known WHERE place IN (SELECT b FROM hopeful)"
)
NEAR_TURNED: Final = f"""
SELECT {", ".join(f"t.{name}" for name in _TURNED)}, {", ".join(f"n.{name}" for name in _COMPARED if name != "place")}
FROM asking AS t JOIN near_asking AS n ON n.place = t.place WHERE t.place IN (SELECT a FROM hopeful WHERE is_turnable)
"""


def _compared(turned: str) -> str:
    """Levels of each field as codes; `turned` reads the question's surname and given name the other way round."""
    if turned:
        surname, patronymic, rarity = (
            _surname(turned),
            _patronymic(
                "q.patronymic",
                "c.patronymic",
                ("q.patronymic_sound", "c.patronymic_sound"),
                ("q.patronymic_letters", "c.patronymic_letters"),
            ),
            "c.patronymic_rarity",
        )
    else:
        fits = f"({_FITS['q']}) OR ({_FITS['c']})"
        surname = f"CASE WHEN {fits} THEN NULL ELSE {_surname('')} END"
        sounds, letters = ((_father("q", part), _father("c", part)) for part in ("_sound", "_letters"))
        patronymic = _patronymic(_father("q"), _father("c"), sounds, letters)
        rarity = f"CASE WHEN {_FITS['c']} THEN c.father_rarity ELSE c.patronymic_rarity END"
    return f"""
    SELECT p.a, p.b, {surname} AS surname_level,
        {_given(turned)} AS given_level,
        {patronymic} AS patronymic_level,
        {birth_level(_code, "NULL")} AS birth_level,
        {_sex(turned, _code, "NULL")} AS sex_level,
        q.iin = c.iin AS same_iin, c.surname_rarity, c.given_rarity, {rarity} AS patronymic_rarity
    FROM hopeful AS p JOIN near_{"turned" if turned else "asking"} AS q ON q.place = p.a
    JOIN near_known AS c ON c.place = p.b WHERE {f"p.is_turnable AND COALESCE({_TURNABLE}, FALSE)" if turned else "p.is_straight"}"""


_TWIN: Final = f"""given_level = 'given_differs' AND surname_level IN ({listed(SURNAME_AGREES)})
            AND COALESCE(patronymic_level, '') <> 'patronymic_differs' AND birth_level IN ('birth_equal', 'birth_equal_january')"""


def _scored(turned: str) -> str:
    """Bits of each level and of the rules, added up."""
    order = "o.bits" if turned else "0"
    from_order = "JOIN levels AS o ON o.code = 'order_swapped'" if turned else ""
    good = (
        f"WHERE surname_level IN ({listed(SURNAME_AGREES)}) AND given_level IN ({listed(GIVEN_WRITTEN)})"
        if turned
        else ""
    )
    return f"""
SELECT l.a, l.b, l.surname_level, l.given_level, l.patronymic_level, l.birth_level, l.sex_level, l.rule, {1 if turned else 0} AS swapped,
    COALESCE(s.bits + s.by_frequency * l.surname_rarity, 0) + COALESCE(g.bits + g.by_frequency * l.given_rarity, 0)
    + COALESCE(f.bits + f.by_frequency * l.patronymic_rarity, 0) + COALESCE(d.bits, 0) + COALESCE(x.bits, 0)
    + COALESCE(r.bits, 0) + {order} AS bits
FROM (
    SELECT compared.*, CASE WHEN same_iin THEN 'iin_equal' WHEN NOT same_iin THEN 'iin_differs'
        WHEN {_TWIN} THEN 'twin' END AS rule
    FROM ({_compared(turned)}) AS compared
) AS l
LEFT JOIN levels AS s ON s.code = l.surname_level
LEFT JOIN levels AS g ON g.code = l.given_level
LEFT JOIN levels AS f ON f.code = l.patronymic_level
LEFT JOIN levels AS d ON d.code = l.birth_level
LEFT JOIN levels AS x ON x.code = l.sex_level
LEFT JOIN levels AS r ON r.code = l.rule
{from_order}
{good}
"""


IN_ORDER: Final = _scored("")
TURNED: Final = _scored("turned_")

# Of the two ways to read a pair the one that weighs more; as written, where both weigh the same.
SCORED: Final = """
SELECT one.* FROM in_order AS one
WHERE NOT EXISTS (SELECT 1 FROM turned AS other WHERE other.a = one.a AND other.b = one.b AND other.bits > one.bits)
UNION ALL SELECT one.* FROM turned AS one
WHERE NOT EXISTS (SELECT 1 FROM in_order AS other WHERE other.a = one.a AND other.b = one.b AND other.bits >= one.bits)
"""

# The rules of decision.py: never the same without both names and a birth date that agree, unless the IIN is equal, or
# with more bits one of them is near and nothing else in doubt.
_FOUNDED: Final = f"""birth_level IN ({listed(BIRTH_AGREES)})
            AND given_level IN ({listed(GIVEN_AGREES)}) AND COALESCE(sex_level, '') <> 'sex_differs'
            AND (surname_level IN ({listed(SURNAME_AGREES)})
                OR (surname_level = 'surname_near' AND given_level = 'given_equal'
                    AND patronymic_level IN ({listed(FATHER_AGREES)}))
                OR (surname_level = 'surname_changed' AND given_level = 'given_equal'
                    AND patronymic_level = 'patronymic_equal'))"""
_NEAR: Final = f"""given_level IN ({listed(GIVEN_WRITTEN)})
            AND COALESCE(sex_level, '') <> 'sex_differs' AND COALESCE(patronymic_level, '') <> 'patronymic_differs'
            AND ((birth_level IN ({listed(BIRTH_NEAR)}) AND surname_level IN ({listed(SURNAME_AGREES)})
                    AND patronymic_level IN ({listed(FATHER_AGREES)}))
                OR (birth_level IN ({listed(BIRTH_AGREES)}) AND surname_level = 'surname_near'))"""
WELL_FOUNDED: Final = f"""CASE
        WHEN rule = 'iin_equal' THEN NOT (COALESCE(given_level, '') = 'given_differs'
            AND COALESCE(surname_level, '') NOT IN ({listed(SURNAME_AGREES)}))
        WHEN bits >= w.same AND COALESCE({_FOUNDED}, FALSE) THEN TRUE
        ELSE bits >= w.same_near AND {_NEAR} END"""

LIKELY: Final = f"""
SELECT s.a, s.b, s.bits, s.surname_level, s.given_level, s.patronymic_level, s.birth_level, s.sex_level, s.rule,
    s.swapped, c.person, COALESCE({WELL_FOUNDED}, FALSE) AS is_founded
FROM scored AS s JOIN near_known AS c ON c.place = s.b CROSS JOIN bounds AS w
WHERE s.bits > 0 AND (s.bits >= w.maybe OR s.rule = 'iin_equal') AND COALESCE(s.rule, '') NOT IN ('twin', 'iin_differs')
"""

# One record of a person that is a twin's bars the whole person, unless an IIN is equal.
BARRED: Final = """
SELECT DISTINCT s.a, c.person FROM scored AS s JOIN near_known AS c ON c.place = s.b WHERE s.rule = 'twin'
"""

LINKS: Final = """
SELECT l.a, l.b, l.bits, CASE WHEN l.is_founded AND NOT first.is_barred AND first.rivals = 0 THEN 'same' ELSE 'maybe' END AS outcome,
    surname_level, given_level, patronymic_level, birth_level, sex_level, rule, swapped
FROM (
    SELECT ranked.*, COUNT(*) OVER (PARTITION BY a) - 1 - SUM(CASE WHEN nth > 1 AND NOT is_equal
        AND top - bits >= w.lead THEN 1 ELSE 0 END) OVER (PARTITION BY a) AS rivals
    FROM (
        SELECT best.*, ROW_NUMBER() OVER (PARTITION BY a ORDER BY bits DESC, b) AS nth,
            MAX(bits) OVER (PARTITION BY a) AS top
        FROM (
            SELECT l.a, l.b, l.bits, COALESCE(l.rule, '') = 'iin_equal' AS is_equal, x.person IS NOT NULL AS is_barred,
                ROW_NUMBER() OVER (PARTITION BY l.a, l.person ORDER BY l.bits DESC, l.b) AS nth_record
            FROM likely AS l LEFT JOIN barred AS x ON x.a = l.a AND x.person = l.person
            WHERE x.person IS NULL OR l.rule = 'iin_equal'
        ) AS best WHERE nth_record = 1
    ) AS ranked CROSS JOIN bounds AS w
) AS first JOIN likely AS l ON l.a = first.a AND l.b = first.b WHERE first.nth = 1
"""

COMPARE: Final = {
    "pairs": "",
    "hopeful": HOPEFUL,
    "near_asking": NEAR_ASKING,
    "near_known": NEAR_KNOWN,
    "near_turned": NEAR_TURNED,
    "in_order": IN_ORDER,
    "turned": TURNED,
    "scored": SCORED,
}
LINK: Final = {**COMPARE, "pairs": PAIRS_OF_TWO, "likely": LIKELY, "barred": BARRED, "links": LINKS}
DEDUPE: Final = {**COMPARE, "pairs": PAIRS_OF_ONE, "likely": LIKELY}
