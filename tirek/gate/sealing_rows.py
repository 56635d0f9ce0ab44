"""The migration operation that seals what stood in clear, as the role that sees every row, and counts what it did."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from tirek.gate import ciphers
from tirek.gate.rls import Silent
from tirek.machine.roles import AUTHZ

_AT_ONCE: Final = 2000


class SealRows(Silent):
    """Seal every row that is not; raises AssertionError when one was left, DoesNotOpen without a keyring."""

    reversible = False

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the operation is written down."""
        return type(self).__name__, [], {}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the keys and seal."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {AUTHZ}")
            cursor.execute("SELECT count(*) FROM gate_sealedvalue")
            (expected,) = cursor.fetchone()
            # A staged value of nobody known any more opens for nobody: it was left by an import long done.
            cursor.execute("DELETE FROM gate_sealedvalue WHERE person_id IS NULL AND agency_id IS NULL")
            left = cursor.rowcount
            sealed = _seal_all(cursor, _make_keys(cursor)) if expected > left else 0
            cursor.execute("RESET ROLE")
        if sealed + left != expected:
            raise AssertionError(f"{sealed} values sealed where {expected - left} had to be")


def _make_keys(cursor: Any) -> dict[UUID, bytes]:
    cursor.execute(
        "SELECT DISTINCT coalesce(person_id, agency_id), CASE WHEN person_id IS NULL THEN 'agency' ELSE 'person' END"
        " FROM gate_sealedvalue"
    )
    ring = ciphers.ring()
    keys = {}
    for owner, kind in cursor.fetchall():
        keys[owner] = ciphers.new_key()
        cursor.execute(
            "INSERT INTO gate_datakey (owner_id, owner, wrapped, version, made_at) VALUES (%s, %s, %s, %s, now())",
            [owner, kind, ciphers.wrap(keys[owner], ring), ring.current],
        )
    return keys


def _seal_all(cursor: Any, keys: dict[UUID, bytes]) -> int:
    cursor.execute("SELECT id FROM gate_sealedvalue")
    ids = [row[0] for row in cursor.fetchall()]
    sealed = 0
    for start in range(0, len(ids), _AT_ONCE):
        cursor.execute(
            "SELECT id, coalesce(person_id, agency_id), body FROM gate_sealedvalue WHERE id = ANY(%s)",
            [ids[start : start + _AT_ONCE]],
        )
        bodies = [
            (ciphers.close(keys[owner], bytes(body), ciphers.place(owner, value)), value)
            for value, owner, body in cursor.fetchall()
        ]
        cursor.executemany("UPDATE gate_sealedvalue SET body = %s WHERE id = %s", bodies)
        sealed += len(bodies)
    return sealed
