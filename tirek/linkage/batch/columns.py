"""The columns of a prepared row: folded once in Python, compared by SQL; the order is that of the files of parts."""

from __future__ import annotations

from typing import Final

PERSON: Final = {
    "place": "INTEGER",  # the row's number in the whole list, from 0
    "person": "INTEGER",  # rows of one person of a register share it; in a list every row is its own
    "id": "VARCHAR",
    "line": "INTEGER",
    # as read: asked again only where a cluster grows beyond two rows, and by tests
    "said_surname": "VARCHAR",
    "said_given": "VARCHAR",
    "said_patronymic": "VARCHAR",
    # surname: whole, without its ending, as heard, letters in order (two swapped letters are the same letters)
    "surname": "VARCHAR",
    "stem": "VARCHAR",
    "surname_sound": "VARCHAR",
    "surname_letters": "VARCHAR",
    "stem_letters": "VARCHAR",
    "halves": "INTEGER",
    "half_1": "VARCHAR",
    "half_2": "VARCHAR",
    "half_3": "VARCHAR",
    "given": "VARCHAR",
    "given_sound": "VARCHAR",
    "given_letters": "VARCHAR",
    "given_initial": "BOOLEAN",
    "given_known": "BOOLEAN",
    "given_short_for": "VARCHAR",
    "patronymic": "VARCHAR",
    "patronymic_sound": "VARCHAR",
    "patronymic_letters": "VARCHAR",
    "patronymic_initial": "BOOLEAN",
    # a surname that is a patronymic, read as one
    "father": "VARCHAR",
    "father_sound": "VARCHAR",
    "father_letters": "VARCHAR",
    "birth": "INTEGER",  # YYYYMMDD
    "birth_year": "INTEGER",
    "birth_month": "INTEGER",
    "birth_day": "INTEGER",
    "sex": "VARCHAR",  # as written, else as the endings tell
    "written_sex": "VARCHAR",
    "female": "BOOLEAN",
    "iin": "BIGINT",  # sealed: only ever equal, different or missing
    # surname and given name read the other way round
    "turned": "BOOLEAN",
    "turned_surname": "VARCHAR",
    "turned_stem": "VARCHAR",
    "turned_sound": "VARCHAR",
    "turned_letters": "VARCHAR",
    "turned_stem_letters": "VARCHAR",
    "turned_halves": "INTEGER",
    "turned_half_1": "VARCHAR",
    "turned_half_2": "VARCHAR",
    "turned_half_3": "VARCHAR",
    "turned_given": "VARCHAR",
    "turned_given_sound": "VARCHAR",
    "turned_given_letters": "VARCHAR",
    "turned_given_known": "BOOLEAN",
    "turned_given_short_for": "VARCHAR",
    "turned_father_stem": "VARCHAR",
    "turned_sex": "VARCHAR",
    "turned_female": "BOOLEAN",
}
PACKED_KEYS: Final = {"keys_both": "VARCHAR", "keys_asked": "VARCHAR", "keys_stored": "VARCHAR"}
"""The keys of a row as numbers with gaps: asked and stored, only asked, only stored."""
