"""`tirek keys make|rotate|check`: the keys outside the database, and what they wrap inside it.

They wrap data keys, seal the secrets of log-ins and seal sessions. A session is bound to its cookie, which nobody but the browser has:
it cannot be sealed again, so a rotation ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, LiteralString

import psycopg

from tirek.gate.ciphers import open_, open_secret, place, seal_secret
from tirek.machine import keyring
from tirek.machine.database import running
from tirek.machine.home import Home
from tirek.machine.keyring import DoesNotOpen, Keyring, unwrap, wrap
from tirek.machine.problems import Problem, words
from tirek.machine.roles import AUTHZ

_AT_ONCE: Final = 1000
_SEALED_TEXT: Final = "coalesce(data->>'secret', data->>'seed')"
_FORMER_KEYS: Final = "FROM gate_datakey WHERE version < %(now)s AND wrapped IS NOT NULL"
_FORMER_SECRETS: Final = (
    f"FROM mfa_authenticator WHERE substring({_SEALED_TEXT} FROM '^([0-9]+):')::int < %(now)s"
)
_FORMER_SESSIONS: Final = "FROM gate_session WHERE substring(payload FROM '^([0-9]+):')::int < %(now)s"


def make(home: Home) -> int:
    """Make the first key of a home, or say that it has one; a database with keys is never given another."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
    print(words(f"The keyring has key {ring.current}.", f"В связке ключ {ring.current}."))
    return 0


def rotate(home: Home) -> int:
    """Add a key and put everything under it, batch by batch; begun again after a kill, it goes on where it stopped."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
        with seeing_all(connections.migrator) as database:
            if not _former(database, ring):
                ring = keyring.extend(home, ring)
            done = 0
            while moved := _rewrap(database, ring):
                done += moved
            secrets = _reseal(database, ring)
            ended = database.execute(f"DELETE {_FORMER_SESSIONS}", {"now": ring.current}).rowcount
    print(
        words(
            f"Under key {ring.current} are now {done} data keys and {secrets} secrets of log-ins; {ended} sessions are ended. "
            "Restart Tirek; keep the former keys for old backups.",
            f"На ключ {ring.current} перешло ключей данных: {done}, секретов входа: {secrets}; завершено сеансов: {ended}. "
            "Перезапустите Tirek; прежние ключи храните для старых копий.",
        )
    )
    return 0


def check(home: Home, *, everything: bool) -> int:
    """Open every data key and secret, and a thousand values or all of them; 1 when anything does not open."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
        with seeing_all(connections.migrator) as database:
            found = _open_all(database, ring, everything=everything)
            former = _former(database, ring)
    print(
        words(
            f"{found.keys} data keys, {found.values} values and {found.secrets} secrets of log-ins looked at, "
            f"{found.bad} do not open.",
            f"Проверено ключей данных: {found.keys}, значений: {found.values}, секретов входа: {found.secrets}, "
            f"не открывается: {found.bad}.",
        )
    )
    if len(ring.keys) > 1:
        print(_about_former(former))
    return int(bool(found.bad))


def _about_former(former: int) -> str:
    if former:
        return words(
            f"{former} of them and of the sessions are still under a former key: run `tirek keys rotate` again.",
            f"Под прежним ключом ещё (вместе с сеансами): {former}. Выполните `tirek keys rotate` ещё раз.",
        )
    return words(
        "Nothing in the database is under a former key: old backups and the signatures of old seals alone need it.",
        "Под прежними ключами в базе ничего нет: они нужны только старым копиям и подписям старых печатей журнала.",
    )


@contextmanager
def seeing_all(migrator_url: str) -> Iterator[psycopg.Connection]:
    """The migrator as the role that sees past row security: the machine's own work, no person's."""
    with psycopg.connect(migrator_url, autocommit=True) as database:
        database.execute(f"SET ROLE {AUTHZ}")
        try:
            yield database
        except psycopg.errors.UndefinedTable as error:
            raise Problem(
                words("The database is not up to date.", "База данных не обновлена."),
                words("Run `tirek prepare`.", "Выполните `tirek prepare`."),
            ) from error


def _former(database: psycopg.Connection, ring: Keyring) -> int:
    """How much is under a former key; after a rotation that came to its end, nothing."""
    return sum(_count(database, table, ring) for table in (_FORMER_KEYS, _FORMER_SECRETS, _FORMER_SESSIONS))


def _count(database: psycopg.Connection, table: LiteralString, ring: Keyring) -> int:
    row = database.execute(f"SELECT count(*) {table}", {"now": ring.current}).fetchone()
    assert row is not None
    return int(row[0])


def _rewrap(database: psycopg.Connection, ring: Keyring) -> int:
    with database.transaction():
        rows = database.execute(
            f"SELECT owner_id, wrapped, version {_FORMER_KEYS} ORDER BY owner_id LIMIT %(at_once)s FOR UPDATE",
            {"now": ring.current, "at_once": _AT_ONCE},
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


def _reseal(database: psycopg.Connection, ring: Keyring) -> int:
    """The apps' secrets and the seeds of recovery codes; one that does not open stays, and `check` tells of it."""
    done = 0
    with database.transaction():
        rows = database.execute(
            f"SELECT id, {_SEALED_TEXT}, data ? 'secret' {_FORMER_SECRETS} FOR UPDATE", {"now": ring.current}
        ).fetchall()
        for number, sealed, is_app in rows:
            try:
                again = seal_secret(open_secret(sealed, keys=ring), keys=ring)
            except DoesNotOpen:
                continue
            database.execute(
                "UPDATE mfa_authenticator SET data = jsonb_set(data, %s, to_jsonb(%s::text)) WHERE id = %s",
                [["secret" if is_app else "seed"], again, number],
            )
            done += 1
    return done


@dataclass(slots=True)
class _Looked:
    """How much was opened, and how much did not open."""

    keys: int = 0
    values: int = 0
    secrets: int = 0
    bad: int = 0


def _open_all(database: psycopg.Connection, ring: Keyring, *, everything: bool) -> _Looked:
    found, keys = _Looked(), {}
    for owner, wrapped, version in database.execute(
        "SELECT owner_id, wrapped, version FROM gate_datakey WHERE wrapped IS NOT NULL"
    ).fetchall():
        found.keys += 1
        try:
            keys[owner] = unwrap(bytes(wrapped), version, ring)
        except DoesNotOpen:
            found.bad += 1
    with database.transaction(), database.cursor("values") as cursor:
        cursor.execute(
            "SELECT id, coalesce(person_id, agency_id), body FROM gate_sealedvalue ORDER BY id LIMIT %s",
            [None if everything else _AT_ONCE],
        )
        for value, owner, body in cursor:
            found.values += 1
            try:
                open_(keys[owner], bytes(body), place(owner, value))
            except (DoesNotOpen, KeyError):
                found.bad += 1
    for (sealed,) in database.execute(
        f"SELECT {_SEALED_TEXT} FROM mfa_authenticator WHERE type <> 'webauthn'"  # noqa: S608
    ).fetchall():
        found.secrets += 1
        try:
            open_secret(sealed or "", keys=ring)
        except DoesNotOpen:
            found.bad += 1
    return found
