"""`tirek keys make|rotate|check`: the keys outside the database, and what they wrap inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg

from tirek.machine import keyring
from tirek.machine.database import running
from tirek.machine.home import Home
from tirek.machine.keyring import DoesNotOpen, Keyring, unwrap, wrap
from tirek.machine.problems import words
from tirek.machine.roles import AUTHZ

_AT_ONCE: Final = 1000


def make(home: Home) -> int:
    """Make the first key of a home, or say that it has one; a database with keys is never given another."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
    print(words(f"The keyring has key {ring.current}.", f"В связке ключ {ring.current}."))
    return 0


def rotate(home: Home) -> int:
    """Add a key and wrap every data key with it, batch by batch; begun again after a kill, it goes on where it stopped."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
        with seeing_all(connections.migrator) as database:
            if not _behind(database, ring):
                ring = keyring.extend(home, ring)
            done = 0
            while moved := _rewrap(database, ring):
                done += moved
    print(
        words(
            f"{done} data keys are wrapped by key {ring.current}. Restart Tirek; keep the former keys for old backups.",
            f"Ключей данных перешло на ключ {ring.current}: {done}. Перезапустите Tirek; прежние ключи храните для старых копий.",
        )
    )
    return 0


def check(home: Home, *, everything: bool) -> int:
    """Open every data key, and a thousand values or all of them; 1 when anything does not open."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
        with seeing_all(connections.migrator) as database:
            keys, values, bad = _open_all(database, ring, everything=everything)
    print(
        words(
            f"{keys} data keys and {values} values looked at, {bad} do not open.",
            f"Проверено ключей данных: {keys}, значений: {values}, не открывается: {bad}.",
        )
    )
    return int(bool(bad))


@contextmanager
def seeing_all(migrator_url: str) -> Iterator[psycopg.Connection]:
    """The migrator as the role that sees past row security: the machine's own work, no person's."""
    with psycopg.connect(migrator_url, autocommit=True) as database:
        database.execute(f"SET ROLE {AUTHZ}")
        yield database


def _behind(database: psycopg.Connection, ring: Keyring) -> bool:
    """Whether a rotation was begun and did not end."""
    row = database.execute(
        "SELECT EXISTS (SELECT FROM gate_datakey WHERE version < %s AND wrapped IS NOT NULL)", [ring.current]
    ).fetchone()
    return row == (True,)


def _rewrap(database: psycopg.Connection, ring: Keyring) -> int:
    with database.transaction():
        rows = database.execute(
            "SELECT owner_id, wrapped, version FROM gate_datakey WHERE version < %s AND wrapped IS NOT NULL"
            " ORDER BY owner_id LIMIT %s FOR UPDATE",
            [ring.current, _AT_ONCE],
        ).fetchall()
        with database.cursor() as cursor:
            cursor.executemany(
                "UPDATE gate_datakey SET wrapped = %s, version = %s WHERE owner_id = %s",
                [
                    (wrap(unwrap(bytes(wrapped), version, ring), ring), ring.current, owner)
                    for owner, wrapped, version in rows
                ],
            )
    return len(rows)


def _open_all(database: psycopg.Connection, ring: Keyring, *, everything: bool) -> tuple[int, int, int]:
    from tirek.gate.ciphers import open_, place

    keys, bad = {}, 0
    for owner, wrapped, version in database.execute(
        "SELECT owner_id, wrapped, version FROM gate_datakey WHERE wrapped IS NOT NULL"
    ).fetchall():
        try:
            keys[owner] = unwrap(bytes(wrapped), version, ring)
        except DoesNotOpen:
            bad += 1
    values = 0
    with database.transaction(), database.cursor("values") as cursor:
        cursor.execute(
            "SELECT id, coalesce(person_id, agency_id), body FROM gate_sealedvalue ORDER BY id LIMIT %s",
            [None if everything else _AT_ONCE],
        )
        for value, owner, body in cursor:
            values += 1
            try:
                open_(keys[owner], bytes(body), place(owner, value))
            except (DoesNotOpen, KeyError):
                bad += 1
    return len(keys), values, bad
