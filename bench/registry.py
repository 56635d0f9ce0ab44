"""A synthetic register of any size loaded into an installation as its database's administrator: folding in processes, COPY, then permits
and indexes two at a time.

What is loaded of each person: the person, one record with its match keys, the permits of the agency that registered them, the sealed IIN
with its key where there is one, and the counts of names. No journal and no decision rows: those are what the program's own action
`people.register_many` writes besides, which is measured in a line of its own. Run inside an installation's environment; prints JSON.
"""

from __future__ import annotations

import csv
import hashlib
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from os import urandom
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psycopg

from tirek.gate.sql.functions import OWN_CATEGORIES
from tirek.linkage import Subject, index_keys, sort_key, terms
from tirek.linkage.synth import Written, register

AGENCIES: Final = 20
PROCESSES: Final = 2
AT_ONCE: Final = 20_000
FIRST_NUMBER: Final = 1_000_000
LOGIN: Final = "bench"
PERMITS: Final = "gate_permit"
COPIED: Final = {
    "people_person": "id, number, registered_by_id, registered_at, name, surname, given, patronymic, sort_key, birth_on,"
    " birth_year, sex",
    "people_personrecord": "id, person_id, source, said_at, name, surname, given, patronymic, birth_on, birth_year, sex, keys",
    "gate_sealedvalue": "id, person_id, agency_id, category, kind, body, digest, created_at",
    "gate_datakey": "owner_id, owner, wrapped, version, made_at",
}
TABLES: Final = (*COPIED, PERMITS)
_PERMIT: Final = f"""
INSERT INTO {PERMITS} (id, principal, category, person_id, basis, valid_from, valid_to)
SELECT gen_random_uuid(), registered_by_id, seen.category, id, 'own', now(), '9999-01-01 00:00+00'
FROM people_person, (VALUES {OWN_CATEGORIES}) AS seen(category) WHERE number > {FIRST_NUMBER}
"""
_INDEXES: Final = """
SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
ORDER BY a.amname DESC, 1
"""
"""The GIN first: it takes longest, and nothing should wait for it alone."""


@dataclass
class Loaded:
    """How long the parts of a load took, in seconds, and how large the tables and indexes are, in bytes."""

    seconds: dict[str, float]
    sizes: dict[str, int]


def person_id(entity: int) -> UUID:
    """The id under which an invented person is loaded: scattered, as made ids are, and known to whoever checks an answer."""
    return UUID(bytes=hashlib.blake2b(str(entity).encode(), digest_size=16).digest(), version=4)


def write_list(path: Path, people: int, seed: int) -> None:
    """The synthetic register as a file: inventing people is not loading them."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows((*one.row, one.entity) for one in register(people, seed))


def said(one: Written) -> dict[str, Any]:
    """A row of a list in the words of `matching.subject_of`."""
    birth = one.birth_date
    return {
        "name": " ".join(part for part in (one.surname, one.given_name, one.patronymic) if part),
        "birth_on": date.fromisoformat(birth) if len(birth) == 10 else None,
        "birth_year": int(birth) if len(birth) == 4 else None,
        "sex": one.sex,
        "iin": one.iin,
    }


def load(admin: str, path: Path, agencies: Sequence[UUID]) -> Loaded:
    """Load a file that `write_list` wrote: indexes off, processes fold and copy, permits and indexes two at a time; each timed."""
    seconds: dict[str, float] = {}
    with psycopg.connect(admin, autocommit=True) as database:
        of_permits, others = (_drop_indexes(database, tables) for tables in ([PERMITS], list(COPIED)))
        with _timed(seconds, "folded and copied"):
            counts = _copy_all(admin, path, agencies)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds["processor time of folding"] = round(used.ru_utime + used.ru_stime, 2)
        with _timed(seconds, "names counted"):
            _count(database, counts)
        with _timed(seconds, "permits and indexes"):
            _permit_and_index(admin, of_permits, others, seconds)
        with _timed(seconds, "planner told"):
            database.execute("VACUUM ANALYZE " + ", ".join(TABLES) + ", people_namecount")
        return Loaded(seconds, sizes(database))


def sizes(database: psycopg.Connection[Any]) -> dict[str, int]:
    """Bytes of the tables of the register and of each of their indexes."""
    rows = database.execute(
        "SELECT relname, pg_relation_size(oid) FROM pg_class WHERE oid = ANY(%(tables)s::regclass[])"
        " OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[]))",
        {"tables": list(TABLES)},
    ).fetchall()
    return {name: int(size) for name, size in rows}


@contextmanager
def _timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[what] = round(time.perf_counter() - began, 2)


def _drop_indexes(database: psycopg.Connection[Any], tables: Sequence[str]) -> dict[str, str]:
    """The definitions of these tables' indexes by name, those of constraints left alone; they are gone afterwards."""
    indexes = dict(database.execute(_INDEXES, [tables]).fetchall())
    for name in indexes:
        database.execute(f"DROP INDEX {name}")
    return indexes


def _permit_and_index(
    admin: str, of_permits: dict[str, str], others: dict[str, str], seconds: dict[str, float]
) -> None:
    """Permits and the others' indexes side by side, then the permits' indexes; whichever lane is free takes the next."""

    def execute(what: str, statement: str) -> None:
        with _timed(seconds, what), psycopg.connect(admin, autocommit=True) as database:
            database.execute("SET maintenance_work_mem = '1GB'")
            database.execute("SET max_parallel_maintenance_workers = 0")
            database.execute(statement)

    with ThreadPoolExecutor(PROCESSES) as lanes:
        permitted = lanes.submit(execute, "permits", _PERMIT)
        under_way = [lanes.submit(execute, f"index {name}", text) for name, text in others.items()]
        permitted.result()
        under_way += [lanes.submit(execute, f"index {name}", text) for name, text in of_permits.items()]
        for one in under_way:
            one.result()


def _copy_all(admin: str, path: Path, agencies: Sequence[UUID]) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor(PROCESSES, get_context("fork")) as pool:
        for part in pool.map(
            _copy_share, *zip(*((admin, path, agencies, n) for n in range(PROCESSES)), strict=True)
        ):
            counts.update(part)
    return counts


def _copy_share(admin: str, path: Path, agencies: Sequence[UUID], share: int) -> Counter[tuple[str, str]]:
    """Every second block of the file: folded in this process, copied over a connection of its own meanwhile."""
    counts: Counter[tuple[str, str]] = Counter()
    with (
        psycopg.connect(admin) as database,
        ThreadPoolExecutor(1) as lane,
        path.open(newline="", encoding="utf-8") as stream,
    ):
        database.execute("SET session_replication_role = replica")
        database.execute("SET synchronous_commit = off")
        rows = csv.reader(stream)
        under_way = None
        for place, block in enumerate(iter(lambda: list(islice(rows, AT_ONCE)), [])):
            if place % PROCESSES == share:
                texts = _texts(block, agencies, counts)
                if under_way is not None:
                    under_way.result()
                under_way = lane.submit(_send, database, texts)
        if under_way is not None:
            under_way.result()
    return counts


def _send(database: psycopg.Connection[Any], texts: dict[str, list[str]]) -> None:
    for table, lines in texts.items():
        with database.cursor().copy(f"COPY {table} ({COPIED[table]}) FROM STDIN") as copy:
            copy.write("".join(lines))
    database.commit()


def _texts(
    block: Sequence[Sequence[str]], agencies: Sequence[UUID], counts: Counter[tuple[str, str]]
) -> dict[str, list[str]]:
    """The block as lines of COPY for each table."""
    from tirek.gate import ciphers
    from tirek.people.matching import subject_of

    texts: dict[str, list[str]] = {table: [] for table in COPIED}
    now, keyring = "now", ciphers.ring()
    for cells in block:
        id, iin, surname, given, patronymic, birth, sex, entity = cells
        one = Written(id, iin, surname, given, patronymic, birth, sex, int(entity))
        words = said(one)
        subject, whose = subject_of(**words), person_id(one.entity)
        who = whose.hex
        agency = agencies[one.entity % len(agencies)].hex
        names = (subject.surname, subject.given, subject.patronymic)
        born = (subject.birth_on, subject.birth_year, subject.sex or "")
        counts.update(terms(subject).items())
        texts["people_person"].append(
            _line(
                who,
                FIRST_NUMBER + 1 + one.entity,
                agency,
                now,
                words["name"],
                *names,
                sort_key(words["name"]),
                *born,
            )
        )
        keys = "{" + ",".join(map(str, index_keys(subject))) + "}"
        texts["people_personrecord"].append(
            _line(urandom(16).hex(), who, "list", now, words["name"], *names, *born, keys)
        )
        if subject.iin_digest is not None:
            _seal(one.iin, subject, whose, agency, keyring, texts)
    return texts


def _seal(
    iin: str, subject: Subject, whose: UUID, agency: str, keyring: Any, texts: dict[str, list[str]]
) -> None:
    from tirek.gate import ciphers

    key, value, who = ciphers.new_key(), UUID(bytes=urandom(16)), whose.hex
    body = ciphers.close(key, iin.encode(), ciphers.place(whose, value))
    assert subject.iin_digest is not None
    texts["gate_datakey"].append(
        _line(who, "person", _hex(ciphers.wrap(key, keyring)), keyring.current, "now")
    )
    texts["gate_sealedvalue"].append(
        _line(value.hex, who, agency, 1, "iin", _hex(body), _hex(subject.iin_digest), "now")
    )


def _hex(value: bytes) -> str:
    return f"\\\\x{value.hex()}"


def _line(*cells: object) -> str:
    """One line of COPY; the names of the synthetic region hold no tab, no backslash and no line end."""
    return "\t".join(["\\N" if cell is None else str(cell) for cell in cells]) + "\n"


def _count(database: psycopg.Connection[Any], counts: Counter[tuple[str, str]]) -> None:
    with database.transaction():
        database.execute("CREATE TEMPORARY TABLE said (part text, folded text, count int) ON COMMIT DROP")
        with database.cursor().copy("COPY said FROM STDIN") as copy:
            for (part, name), times in counts.items():
                copy.write_row((part, name[:80], times))
        database.execute(
            "INSERT INTO people_namecount AS known (part, folded, count) SELECT part, folded, sum(count) FROM said GROUP BY 1, 2"
            " ON CONFLICT (part, folded) DO UPDATE SET count = known.count + excluded.count"
        )


def agencies_for(count: int = AGENCIES) -> list[Any]:
    """A worker of the first agency, and the ids of all of them."""
    from tirek.agencies.actions import hire, name_agency
    from tirek.agencies.models import Agency
    from tirek.agencies.roles import FIRST
    from tirek.audit.actors import MACHINE

    named = [name_agency(name=f"Организация {n}", kind=Agency.Kind.NGO, by=MACHINE) for n in range(count)]
    worker = hire(
        login=LOGIN, password="only for the bench", name=LOGIN, agency=named[0], roles=FIRST, by=MACHINE
    )
    return [worker, [agency.id for agency in named]]


def through_the_action(worker: Any, people: int, seed: int) -> float:
    """Seconds to register people through the program's own action, five thousand in a transaction."""
    from tirek.gate.acting import act_as
    from tirek.people.actions import register_many
    from tirek.people.registering import NewPerson

    ready = [NewPerson(**said(one)) for one in register(people, seed)]
    began = time.perf_counter()
    for start in range(0, people, 5_000):
        with act_as(worker.actor):
            register_many(people=ready[start : start + 5_000], by=worker.actor)
    return time.perf_counter() - began


def main(path: Path, people: int, seed: int) -> dict[str, Any]:
    """Load a register into this installation and say how it went."""
    from tirek.config.installation import ready

    with ready() as connections:
        from django.db import connections as opened

        write_list(path, people, seed)
        _worker, agencies = agencies_for()
        opened.close_all()
        began = time.perf_counter()
        found = load(str(connections.admin), path, agencies)
        return {"total": time.perf_counter() - began, "seconds": found.seconds, "sizes": found.sizes}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
