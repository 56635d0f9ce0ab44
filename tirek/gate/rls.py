"""Migration operations of row security: one puts policies on a table, one makes functions of the role `authz`.

Every policy asks `EXISTS` on the permit table; the actor is read in a sub-select, once a statement. `OFFSET 0` keeps the planner from
hashing the whole permit table for a list of fifty: a probe a row is what the design measured. Permits are judged by the moment of the
statement, not of its transaction: what was withdrawn is gone for a reader who began before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.migrations.operations.base import Operation

from tirek.machine.roles import AUTHZ, LOGINS

STAFF: Final = f"{LOGINS['app']}, {LOGINS['worker']}"
REPORT: Final = LOGINS["report"]
MINE: Final = "(SELECT authz.agency())"


def permitted(person: str, category: int | str, *, own: bool = False) -> str:
    """A live permit of the actor, or of the actor's agency, on this person's category; `own`: as who registered the person."""
    fixed = isinstance(category, int)
    holders = f"authz.principals({category}::smallint)" if fixed else "authz.holders()"
    seen = "" if fixed else f"{category} = ANY ((SELECT authz.categories())::smallint[]) AND "
    return (
        f"{seen}EXISTS (SELECT FROM gate_permit p WHERE p.person_id = {person} AND p.category = {category}"
        f" AND p.principal = ANY ((SELECT {holders})::uuid[])"
        f"{' AND p.basis = ' + repr('own') if own else ''}"
        " AND p.valid_from <= statement_timestamp() AND p.valid_to > statement_timestamp() OFFSET 0)"
    )


def of_parent(parent: str, own: str, *, mine: str = "") -> str:
    """As far as the row of another table is visible to the same reader; `mine` names its column of the entering agency."""
    entered_here = f" AND parent.{mine} = {MINE}" if mine else ""
    return f"EXISTS (SELECT FROM {parent} parent WHERE parent.id = {own}{entered_here} OFFSET 0)"


def of_few(column: str, which: str) -> str:
    """For tables under few parents: the parents are read once a statement and hashed."""
    return f"{column} IN ({which})"


GRANTS_OF_MINE: Final = f"SELECT id FROM grants_grant WHERE agency_id = {MINE}"  # noqa: S608 — our own text


@dataclass(frozen=True)
class Rules:
    """The conditions of one table; an empty one means: nobody."""

    read: str
    add: str = "false"
    change: str = "false"
    remove: str = "false"
    worker_reads: str = ""
    """What the job worker's own role may see beside that, before it knows for whom it works."""
    report: str = ""
    report_columns: Sequence[str] = ()


def by_person(
    table: str,
    category: int,
    *,
    person: str = "person_id",
    agency: str = "",
    report: str = "",
    report_columns: Sequence[str] = (),
) -> Rules:
    """Rules of a table of person data: whoever holds a permit reads and adds; only the entering agency changes.

    Where no column names the entering agency, it is the one that registered the person.
    """
    may = permitted(f"{table}.{person}", category)
    if agency:
        own = add = f"{agency} = {MINE} AND {may}"
    else:
        add, own = may, permitted(f"{table}.{person}", category, own=True)
    return Rules(may, add, own, own, report=report, report_columns=report_columns)


def by_agency(agency: str = "agency_id", *, report: str = "", report_columns: Sequence[str] = ()) -> Rules:
    """Rules of a table that belongs to one agency."""
    mine = f"{agency} = {MINE}"
    return Rules(mine, mine, mine, mine, report=report, report_columns=report_columns)


def with_parent(condition: str, *, report: str = "", report_columns: Sequence[str] = ()) -> Rules:
    """The same condition for reading and writing."""
    return Rules(condition, condition, condition, condition, report=report, report_columns=report_columns)


class Silent(Operation):
    """An operation that changes the database and nothing in Django's state."""

    reduces_to_sql = True
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing that Django knows of changes."""


class Protect(Silent):
    """FORCE ROW LEVEL SECURITY on a table and a policy for every command."""

    def __init__(self, table: str, rules: Rules) -> None:
        self.table, self.rules = table, rules

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the operation is written down."""
        return type(self).__name__, [], {"table": self.table, "rules": self.rules}

    def describe(self) -> str:
        """Said by `migrate --plan`."""
        return f"Row security on {self.table}"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Put the policies on."""
        for statement in self._statements():
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the policies off."""
        for name in ("read", "add", "change", "remove", "worker", "report"):
            schema_editor.execute(f"DROP POLICY IF EXISTS {name} ON {self.table}")
        schema_editor.execute(f"ALTER TABLE {self.table} NO FORCE ROW LEVEL SECURITY")
        schema_editor.execute(f"ALTER TABLE {self.table} DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"GRANT SELECT ON {self.table} TO {REPORT}")

    def _statements(self) -> list[str]:
        table, rules = self.table, self.rules
        said = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY read ON {table} FOR SELECT TO {STAFF} USING ({rules.read})",
            f"CREATE POLICY add ON {table} FOR INSERT TO {STAFF} WITH CHECK ({rules.add})",
            f"CREATE POLICY change ON {table} FOR UPDATE TO {STAFF} USING ({rules.change}) WITH CHECK ({rules.change})",
            f"CREATE POLICY remove ON {table} FOR DELETE TO {STAFF} USING ({rules.remove})",
            f"REVOKE ALL ON {table} FROM {REPORT}",
        ]
        if rules.worker_reads:
            said.append(
                f"CREATE POLICY worker ON {table} FOR SELECT TO {LOGINS['worker']} USING ({rules.worker_reads})"
            )
        if rules.report:
            said.append(f"CREATE POLICY report ON {table} FOR SELECT TO {REPORT} USING ({rules.report})")
            said.append(f"GRANT SELECT ({', '.join(rules.report_columns)}) ON {table} TO {REPORT}")
        return said


class AsAuthz(Silent):
    """SQL run as the role `authz`, which then owns what it makes and sees past row security."""

    def __init__(self, forwards: str, backwards: str) -> None:
        self.forwards, self.backwards = forwards, backwards

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the operation is written down."""
        return type(self).__name__, [], {"forwards": self.forwards, "backwards": self.backwards}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run it."""
        run_as_authz(schema_editor, self.forwards)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo it."""
        run_as_authz(schema_editor, self.backwards)


def run_as_authz(schema_editor: Any, statements: str) -> None:
    """Run SQL as `authz` and be the owner again."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {AUTHZ}")
        cursor.execute(statements)
        cursor.execute("RESET ROLE")


class MoveRows(Silent):
    """A data migration under row security: it runs as `authz` and asserts how many rows it moved.

    Under FORCE the owner sees no row and would change none without a word: `count` says how many must have been met.
    """

    def __init__(self, count: str, move: str, undo: str = "") -> None:
        self.count, self.move, self.undo = count, move, undo

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the operation is written down."""
        return type(self).__name__, [], {"count": self.count, "move": self.move, "undo": self.undo}

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Move the rows; raises AssertionError, and so leaves all as it was, when another number moved."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {AUTHZ}")
            cursor.execute(self.count)
            expected = cursor.fetchone()[0]
            cursor.execute(self.move)
            moved = cursor.rowcount
            cursor.execute("RESET ROLE")
        if moved != expected:
            raise AssertionError(f"{moved} rows moved where {expected} had to")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Undo, where there is anything to undo."""
        if self.undo:
            run_as_authz(schema_editor, self.undo)
