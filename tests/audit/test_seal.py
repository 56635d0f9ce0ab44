"""An edit, a deletion, an exchange and a cut tail of the log are each noticed, whoever did it; the first bad row is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from psycopg.types.json import Jsonb

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit import actions, readings
from tirek.audit.actors import MACHINE
from tirek.audit.merkle import root_of, unpacked
from tirek.audit.models import JournalEntry, Reading, Seal
from tirek.audit.readings import Action
from tirek.audit.sealing import seal
from tirek.audit.verifying import Fault, anchor_of, anchors_in, verify
from tirek.gate.acting import act_as
from tirek.machine.keyring import Keyring
from tirek.people import actions as people_actions
from tirek.people.tests import make as people

pytestmark = pytest.mark.django_db(transaction=True)
RING = Keyring({1: "11" * 32})


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@contextmanager
def machine(addresses: Any, role: str = "tirek_authz") -> Iterator[psycopg.Cursor]:
    """The role that sees past row security, as the commands have it."""
    with psycopg.connect(addresses.migrator, autocommit=True) as database, database.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}".encode())
        yield cursor


def sealed(addresses: Any, ring: Keyring = RING) -> Any:
    with machine(addresses) as cursor, cursor.connection.transaction():
        return seal(cursor, ring)


def looked_at(addresses: Any, ring: Keyring = RING, **more: Any) -> Any:
    with machine(addresses) as cursor:
        return verify(cursor, ring, **more)


def tamper(addresses: Any, *statements: str) -> None:
    """As a superuser who turns the triggers off."""
    with psycopg.connect(addresses.admin, options="-c session_replication_role=replica") as admin:
        for statement in statements:
            assert admin.execute(statement.encode()).rowcount > 0


def look(worker: Worker, times: int = 1) -> list[int]:
    for _ in range(times):
        with act_as(worker.actor):
            readings.note(Action.OPEN, person=uuid4(), by=worker.actor)
    return list(Reading.objects.order_by("id").values_list("id", flat=True))


def do(times: int = 1) -> list[int]:
    for _ in range(times):
        with transaction.atomic():
            actions.write("people.register", by=MACHINE)
    return list(JournalEntry.objects.order_by("id").values_list("id", flat=True))


def change(worker: Worker) -> None:
    """Leave former rows behind."""
    person = people.nurlan(worker)
    people_actions.correct(
        person=person, name="Серікұлы Нұрлан", birth_on=None, birth_year=1989, sex="m", by=worker.actor
    )


@pytest.fixture
def log(worker: Worker, addresses: Any) -> Any:
    """Readings, journal and history under three seals."""
    for _ in range(3):
        look(worker, 4)
        do(2)
        change(worker) if not Seal.objects.exists() else None
        sealed(addresses)
    found = looked_at(addresses)
    assert found.fault is None
    assert (found.seals, found.unsealed) == (3, 0)
    assert found.rows > 20
    return addresses


EDITS = {
    "audit_reading": [
        "worker_id = gen_random_uuid()",
        "person_id = gen_random_uuid()",
        "at = at + interval '1 second'",
        "action = 'search'",
        "basis = 'consent'",
        "rows = 7",
        "request = 'x'",
        "purpose = 'law'",
    ],
    "audit_journalentry": [
        "action = 'people.correct'",
        "detail = '{\"a\": 1}'",
        "actor_id = gen_random_uuid()",
    ],
    "audit_formerrow": [
        'former = former || \'{"name": "Другой"}\'',
        "actor_id = gen_random_uuid()",
        "row_id = 'x'",
        "digest = '\\x00'::bytea, salt = '\\x01'::bytea",
    ],
}


@pytest.mark.parametrize("table", EDITS)
def test_every_edit_is_named(log: Any, table: str) -> None:
    with psycopg.connect(log.admin) as admin:
        row = admin.execute(f"SELECT min(id) FROM {table}".encode()).fetchone()
        before = admin.execute(f"SELECT * FROM {table} WHERE id = %s".encode(), row).fetchone()
    assert row is not None
    for edit in EDITS[table]:
        tamper(log, f"UPDATE {table} SET {edit} WHERE id = {row[0]}")
        assert looked_at(log).fault == Fault("changed", 1, table, row[0]), edit
        _put_back(log, table, before)
        assert looked_at(log).fault is None


def _put_back(addresses: Any, table: str, row: Any) -> None:
    with psycopg.connect(addresses.admin, options="-c session_replication_role=replica") as admin:
        admin.execute(f"DELETE FROM {table} WHERE id = %s".encode(), [row[0]])
        values = [Jsonb(one) if isinstance(one, dict) else one for one in row]
        admin.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})".encode(), values)


@pytest.mark.parametrize("table", EDITS)
def test_every_deletion_is_named(log: Any, table: str) -> None:
    with psycopg.connect(log.admin) as admin:
        row = admin.execute(
            f"SELECT max(id) FROM {table} WHERE xact < (SELECT until_xact FROM audit_seal WHERE number = 1)".encode()
        ).fetchone()
    assert row is not None
    tamper(log, f"DELETE FROM {table} WHERE id = {row[0]}")
    assert looked_at(log).fault == Fault("deleted", 1, table, row[0])


def test_an_exchange_of_rows_is_named(log: Any) -> None:
    first, second = Reading.objects.order_by("id").values_list("id", flat=True)[:2]
    tamper(
        log,
        f"UPDATE audit_reading SET id = -1 WHERE id = {first}",
        f"UPDATE audit_reading SET id = {first} WHERE id = {second}",
        f"UPDATE audit_reading SET id = {second} WHERE id = -1",
    )
    assert looked_at(log).fault == Fault("changed", 1, "audit_reading", first)


def test_a_row_added_to_the_past_is_named(log: Any) -> None:
    tamper(
        log,
        "INSERT INTO audit_reading SELECT 1000000, at, worker_id, agency_id, person_id, category, action, purpose, basis,"
        " rows, request, xact FROM audit_reading ORDER BY id LIMIT 1",
    )
    assert looked_at(log).fault == Fault("added", 1, "audit_reading", 1000000)


def test_rows_cut_off_the_end_are_named(log: Any) -> None:
    last = Reading.objects.latest("id").id
    tamper(log, f"DELETE FROM audit_reading WHERE id >= {last - 1}")
    assert looked_at(log).fault == Fault("deleted", 3, "audit_reading", last - 1)


def test_an_end_cut_off_with_its_seals_is_told_by_the_anchor(log: Any) -> None:
    kept = anchors_in([anchor_of(sealed(log) or _last(log))])
    tamper(
        log,
        "DELETE FROM audit_reading WHERE xact >= (SELECT since_xact FROM audit_seal WHERE number = 3)",
        "DELETE FROM audit_journalentry WHERE xact >= (SELECT since_xact FROM audit_seal WHERE number = 3)",
        "DELETE FROM audit_seal WHERE number = 3",
    )
    assert looked_at(log).fault is None
    assert looked_at(log, anchors=kept).fault == Fault("cut", 3)


def _last(addresses: Any) -> Any:
    from tirek.audit.sealing import last_seal

    with machine(addresses) as cursor:
        return last_seal(cursor)


def test_a_log_sealed_anew_by_a_thief_of_the_database_is_told(log: Any) -> None:
    """Whoever has the database but not the keyring can rewrite everything and cannot sign it."""
    kept = anchors_in([anchor_of(_last(log))])
    tamper(log, "UPDATE audit_reading SET rows = 9", "DELETE FROM audit_seal")
    sealed(log, Keyring({1: "22" * 32}))
    assert looked_at(log).fault == Fault("signature", 1)
    assert looked_at(log, anchors=kept).fault == Fault("signature", 1)
    assert looked_at(log, Keyring({1: "22" * 32}), anchors=kept).fault == Fault("cut", 3)


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        ("UPDATE audit_seal SET root = '\\x00' WHERE number = 2", Fault("seal-changed", 2)),
        ("UPDATE audit_seal SET sealed_at = now() WHERE number = 2", Fault("seal-changed", 2)),
        ("UPDATE audit_seal SET leaves = '' WHERE number = 2", Fault("seal-changed", 2)),
        ("UPDATE audit_seal SET signature = '\\x00' WHERE number = 2", Fault("signature", 2)),
        ("UPDATE audit_seal SET until_xact = until_xact + 1 WHERE number = 3", Fault("seal-changed", 3)),
        ("DELETE FROM audit_seal WHERE number = 2", Fault("seal-missing", 2)),
        ("DELETE FROM audit_seal WHERE number = 1", Fault("seal-missing", 1)),
    ],
)
def test_a_seal_that_was_touched_is_named(log: Any, edit: str, fault: Fault) -> None:
    tamper(log, edit)
    assert looked_at(log).fault == fault


def test_a_late_commit_is_sealed_later_and_not_missed(worker: Worker, addresses: Any) -> None:
    """A row that commits after its neighbours with higher ids are sealed: what sealing by the highest id would lose."""
    look(worker)
    slow = psycopg.connect(addresses.admin)
    slow.execute(
        "INSERT INTO audit_journalentry (at, actor_id, action, subject_kind, subject_id, detail)"
        " VALUES (now(), gen_random_uuid(), 'slow', '', '', '{}')"
    )
    do(2)
    first = sealed(addresses)
    slow.commit()
    slow.close()
    sealed(addresses)
    found = looked_at(addresses)
    assert first is None or first.until > 0
    assert found.fault is None
    assert found.unsealed == 0
    assert found.rows == Reading.objects.count() + _entries(addresses)


def _entries(addresses: Any) -> int:
    with psycopg.connect(addresses.admin) as admin:
        row = admin.execute("SELECT count(*) FROM audit_journalentry").fetchone()
        assert row is not None
        return int(row[0])


def test_nothing_new_makes_no_new_seal(log: Any) -> None:
    assert sealed(log) is None
    assert Seal.objects.count() == 3


def test_a_database_put_back_into_another_server_goes_on_in_a_new_era(log: Any, worker: Worker) -> None:
    """There the numbers of transactions begin anew; here the former ones are moved far ahead instead."""
    look(worker, 2)
    tamper(
        log,
        "UPDATE audit_reading SET xact = xact + 1000000000",
        "UPDATE audit_journalentry SET xact = xact + 1000000000",
        "UPDATE audit_formerrow SET xact = xact + 1000000000",
        "DELETE FROM audit_seal",
    )
    with machine(log) as cursor, cursor.connection.transaction():
        seal(_Shifted(cursor, 1_000_000_000), RING)
    look(worker, 3)
    sealed(log)
    look(worker, 2)
    sealed(log)
    found = looked_at(log)
    assert found.fault is None
    assert found.unsealed == 0
    assert Seal.objects.latest("number").era == 2
    first = Reading.objects.order_by("id").values_list("id", flat=True)[0]
    last = Reading.objects.latest("id").id
    tamper(log, f"UPDATE audit_reading SET rows = 9 WHERE id = {last}")
    assert looked_at(log).fault.row == last
    tamper(log, f"DELETE FROM audit_reading WHERE id = {first}")
    assert looked_at(log).fault == Fault("deleted", 1, "audit_reading", first)


class _Shifted:
    """A cursor of a server that has seen a thousand million transactions."""

    def __init__(self, cursor: Any, by: int) -> None:
        self.cursor, self.by = cursor, by

    def __getattr__(self, name: str) -> Any:
        return getattr(self.cursor, name)

    def execute(self, sql: str, values: Any = None) -> Any:
        return self.cursor.execute(
            sql.replace("authz.audit_watermark()", f"authz.audit_watermark() + {self.by}"), values
        )


def test_an_erased_person_leaves_the_seals_whole(log: Any, worker: Worker) -> None:
    from tirek.people.models import Person

    person = Person.objects.get()
    people_actions.erase(person=person, ground="заявление", by=worker.actor)
    sealed(log)
    found = looked_at(log)
    assert found.fault is None


def test_a_key_no_longer_kept_is_told_and_later_seals_vouch(log: Any) -> None:
    do()
    newer = Keyring({2: "33" * 32})
    sealed(log, newer)
    found = looked_at(log, newer)
    assert (found.fault, found.strange_keys) == (None, 3)


def test_neither_the_web_server_nor_a_worker_seals_past_the_functions(log: Any) -> None:
    for url in (log.app, log.worker):
        with psycopg.connect(url, autocommit=True) as staff_role:
            for statement in (
                "INSERT INTO audit_seal (number) VALUES (4)",
                "UPDATE audit_seal SET root = ''",
                "DELETE FROM audit_seal",
                "TRUNCATE audit_seal",
                "INSERT INTO audit_formerrow (at) VALUES (now())",
                "DELETE FROM audit_reading",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    staff_role.execute(statement.encode())
    with (
        psycopg.connect(log.app, autocommit=True) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        app.execute("SELECT * FROM authz.audit_leaves(0, 1, '{0,0,0}', '{0,0,0}')")


def test_the_job_seals_as_the_workers_role(log: Any) -> None:
    do(2)
    with psycopg.connect(log.worker) as job, job.cursor() as cursor:
        made = seal(cursor, RING)
    assert made is not None
    assert looked_at(log).fault is None


def test_the_tree_is_the_one_of_the_rfc() -> None:
    """RFC 9162, 2.1.1: an odd leaf stands alone at the right."""
    from hashlib import sha256

    leaves = [bytes([*[0] * 8, number]) + bytes([number]) * 32 for number in range(3)]
    one, two, three = (sha256(b"\0" + leaf).digest() for leaf in leaves)
    assert list(unpacked(leaves[2])) == [(0, 2, b"\2" * 32)]
    left = sha256(b"\1" + one + two).digest()
    assert root_of(b"".join(leaves)) == sha256(b"\1" + left + three).digest()
    assert root_of(b"") == sha256(b"").digest()


def test_anchors_are_read_among_other_lines() -> None:
    assert anchors_in(["сохранено 12.05", "tirek-anchor 3 ab 2026-01-01T00:00:00Z"]) == {3: "ab"}
    with pytest.raises(ValueError, match="anchor"):
        anchors_in(["nothing"])
