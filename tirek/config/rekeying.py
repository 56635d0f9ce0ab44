"""`tirek rekey`: after folding or keys have changed, every stored key anew and the names counted anew.

Batch by batch, and begun again after a kill it goes on: a row whose keys are right is not written. The history keeps what a row held.
"""

from __future__ import annotations

from collections import Counter
from typing import Final
from uuid import UUID

import psycopg

from tirek.config.keys import seeing_all
from tirek.linkage import KEYS_VERSION, Subject, index_keys, terms
from tirek.machine.database import running
from tirek.machine.home import Home
from tirek.machine.problems import words

_AT_ONCE: Final = 5_000
_NEXT: Final = """
SELECT id, surname, given, patronymic, birth_on, birth_year, keys FROM people_personrecord WHERE id > %s ORDER BY id LIMIT %s
"""
_WRITE: Final = """
UPDATE people_personrecord AS record SET keys = said.keys::int[]
FROM unnest(%s::uuid[], %s::text[]) AS said(id, keys) WHERE record.id = said.id
"""
_FIRST_SPELLINGS: Final = """
SELECT DISTINCT ON (person_id) surname, given, patronymic FROM people_personrecord ORDER BY person_id, said_at, id
"""
_COUNT: Final = """
INSERT INTO people_namecount (part, folded, count) SELECT * FROM unnest(%s::text[], %s::text[], %s::int[])
"""


def rekey(home: Home) -> int:
    """Write what differs and say how much that was."""
    with running(home) as connections, seeing_all(connections.migrator) as database:
        seen, written = rewrite_keys(database)
        names = recount_names(database)
    print(
        words(
            f"Keys of version {KEYS_VERSION}: {seen:,} records looked at, {written:,} written anew; {names:,} names counted.",
            f"Ключи версии {KEYS_VERSION}: просмотрено записей: {seen:,}, записано заново: {written:,}; сосчитано имён: {names:,}.",
        )
    )
    return 0


def rewrite_keys(database: psycopg.Connection) -> tuple[int, int]:
    """Records looked at, and those whose keys were other than they should be."""
    seen = written = 0
    last = UUID(int=0)
    while rows := database.execute(_NEXT, (last, _AT_ONCE)).fetchall():
        last, seen = rows[-1][0], seen + len(rows)
        found = [
            (id, index_keys(Subject(surname, given, patronymic, birth_on, birth_year)), kept)
            for id, surname, given, patronymic, birth_on, birth_year, kept in rows
        ]
        wrong = [(id, keys) for id, keys, kept in found if keys != kept]
        if wrong:
            ids, keys = zip(*wrong, strict=True)
            database.execute(_WRITE, (list(ids), ["{" + ",".join(map(str, one)) + "}" for one in keys]))
        written += len(wrong)
    return seen, written


def recount_names(database: psycopg.Connection) -> int:
    """Each person's first spelling counts once; whoever registers meanwhile waits."""
    counts: Counter[tuple[str, str]] = Counter()
    with database.transaction():
        database.execute("LOCK TABLE people_namecount IN EXCLUSIVE MODE")
        with database.cursor("spellings") as cursor:
            for surname, given, patronymic in cursor.execute(_FIRST_SPELLINGS):
                counts.update(
                    (part, name[:80]) for part, name in terms(Subject(surname, given, patronymic)).items()
                )
        database.execute("DELETE FROM people_namecount")
        if counts:
            parts, names = zip(*counts, strict=True)
            database.execute(_COUNT, (list(parts), list(names), list(counts.values())))
    return len(counts)
