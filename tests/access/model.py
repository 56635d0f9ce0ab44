"""A model of access in ten lines, the database beside it, and random steps on which both must agree.

Permits are put in by the superuser, who stands for every ground there is; reads and writes go by the app's role with a signed actor.
"""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

from tests.access.signing import token
from tirek.gate.categories import OWN

LONG = timedelta(days=30)
IDENTITY, CONTACT, SOCIAL = 1, 2, 3
WHERE = {
    "people_person": (IDENTITY, "id"),
    "people_personrecord": (IDENTITY, "person_id"),
    "people_paper": (IDENTITY, "person_id"),
    "people_personcontact": (CONTACT, "person_id"),
    "services_service": (SOCIAL, "person_id"),
    "cases_application": (SOCIAL, "person_id"),
    "cases_need": (SOCIAL, "person_id"),
    "visits_contact": (SOCIAL, "person_id"),
}
OWNED = ("services_service", "cases_application", "cases_need", "visits_contact", "people_paper")
"""Rows that an agency writes in its own name alone."""
SEALED = {1: "iin", 2: "phone"}


@dataclass(frozen=True)
class Staff:
    """Somebody who acts: the roles see these categories."""

    worker: UUID
    agency: UUID
    categories: frozenset[int]


@dataclass
class Model:
    """Who sees whom: what the policies must say, in ten lines."""

    permits: list[tuple[UUID, int, UUID, datetime, datetime]] = field(default_factory=list)

    def sees(self, who: Staff | None, person: UUID, category: int) -> bool:
        """Whether this actor sees this category of this person now."""
        now = datetime.now(UTC)
        if who is None or category not in who.categories:
            return False
        return any(
            (principal in (who.agency, who.worker), one, what, start <= now < end)
            == (True, person, category, True)
            for principal, what, one, start, end in self.permits
        )


class Differs(AssertionError):
    """The database and the model disagree."""


class World:
    """Two agencies with staff, some people, and a database that should agree with the model."""

    def __init__(self, admin: psycopg.Connection, app: psycopg.Connection, chance: random.Random) -> None:
        self.admin, self.app, self.chance = admin, app, chance
        self.model = Model()
        self.met: Counter[str] = Counter()
        self.agencies = [self._agency(f"Агентство {uuid.uuid4().hex[:8]}") for _ in range(3)]
        every = [frozenset({1, 2, 3, 4}), frozenset({1, 3}), frozenset({1}), frozenset()]
        self.staff = [
            Staff(uuid.uuid4(), agency, every[place % 4]) for place, agency in enumerate(self.agencies * 4)
        ]
        self.kind = self._one("SELECT id FROM services_servicekind LIMIT 1")
        self.help = self._one("SELECT id FROM cases_helpkind LIMIT 1")
        self.paper = self._one("SELECT id FROM people_paperkind LIMIT 1")
        self.people: list[UUID] = []
        for _ in range(6):
            self.register()

    def _agency(self, name: str) -> UUID:
        found = uuid.uuid4()
        self.admin.execute(
            "INSERT INTO agencies_agency (id, name, kind, head, address, place, email) VALUES (%s, %s, 'ngo', '', '', '', '')",
            [found, name],
        )
        return found

    def _one(self, statement: str, *values: Any) -> Any:
        row = self.admin.execute(statement.encode(), values).fetchone()
        return row[0] if row else None

    @contextmanager
    def acting(self, who: Staff | None) -> Iterator[psycopg.Cursor]:
        """A transaction of the app's role, rolled back unless it is committed inside."""
        with self.app.transaction(force_rollback=False), self.app.cursor() as cursor:
            if who is not None:
                cursor.execute("SELECT set_config('tirek.actor', %s, true)", [token(who, self.app)])
            yield cursor

    def step(self) -> None:
        """Do one random thing; raises Differs when database and model no longer agree."""
        self.chance.choices(
            [self.read, self.read_list, self.write, self.change, self.permit, self.end, self.read_sealed],
            [60, 8, 20, 8, 8, 6, 10],
        )[0]()

    def go(self, steps: int) -> None:
        """Many random steps."""
        for _ in range(steps):
            self.step()

    def register(self) -> None:
        """A person registered through the program's own functions, with a row in every table."""
        who = self.chance.choice([one for one in self.staff if {1, 2, 3} <= one.categories])
        person = uuid.uuid4()
        with self.acting(who) as cursor:
            cursor.execute("SELECT authz.own_new_people(%s::uuid[])", [[person]])
            cursor.execute("SELECT authz.take_number()")
            row = cursor.fetchone()
            assert row is not None
            cursor.execute(
                "INSERT INTO people_person (id, number, registered_by_id, registered_at, name, surname, given, patronymic,"
                " sort_key, sex) VALUES (%s, %s, %s, now(), 'Ким', 'ким', '', '', '', '')",
                [person, row[0], who.agency],
            )
            for table in list(WHERE)[1:]:
                cursor.execute(*self.insertion(table, person, who.agency))
            for category, kind in SEALED.items():
                cursor.execute(
                    "INSERT INTO gate_sealedvalue (id, person_id, category, kind, body, created_at)"
                    " VALUES (gen_random_uuid(), %s, %s, %s, '\\x00', now())",
                    [person, category, kind],
                )
        self.people.append(person)
        now = datetime.now(UTC) - timedelta(seconds=5)
        self.model.permits += [(who.agency, int(one), person, now, now + 9 * LONG) for one in OWN]

    def insertion(self, table: str, person: UUID, agency: UUID) -> tuple[bytes, list[Any]]:
        """A statement that adds a row about a person to a table."""
        columns: dict[str, Any] = {"id": uuid.uuid4(), "person_id": person}
        more: dict[str, dict[str, Any]] = {
            "people_personrecord": {"source": "typed", "said_at": datetime.now(UTC), "name": "Ким", "surname": "ким", "given": "", "patronymic": "", "sex": "", "keys": []},
            "people_personcontact": {"place": ""},
            "services_service": {"agency_id": agency, "provider_id": agency, "kind_id": self.kind, "happened_on": "2017-08-01", "wish_of": "", "note": ""},
            "cases_application": {"agency_id": agency, "applied_on": "2017-08-01", "referred_by": "self", "referred_by_text": "", "referral_number": "", "is_decided": False},
            "people_paper": {"agency_id": agency, "kind_id": self.paper, "state": "held", "issued_by": "", "source": "typed", "told_by": "", "entered_at": datetime.now(UTC), "entered_by": agency},
            "cases_need": {"agency_id": agency, "kind_id": self.help, "category": SOCIAL, "text": "", "wish_of": "person", "evidence": "said", "evidence_text": "", "state": "open", "noted_on": "2017-08-01", "ended_why": "", "noted_by": agency, "version": 1},
            "visits_contact": {"agency_id": agency, "at": datetime.now(UTC), "way": "call", "outcome": "spoken", "note": "", "tried_by": agency},
        }  # fmt: skip
        columns |= more[table]
        names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
        return f"INSERT INTO {table} ({names}) VALUES ({places})".encode(), list(columns.values())

    def somebody(self) -> Staff | None:
        """An actor, now and then nobody."""
        return None if self.chance.random() < 0.08 else self.chance.choice(self.staff)

    def agree(self, what: str, said: bool, seen: bool, *about: object) -> None:
        """Both say the same, or the world has a hole."""
        self.met[f"{what}:{seen}"] += 1
        if said != seen:
            raise Differs(f"{what}: the database says {said}, the model {seen}, about {about}")

    def read(self) -> None:
        """One row by its key."""
        who, person, table = self.somebody(), self.chance.choice(self.people), self.chance.choice(list(WHERE))
        category, column = WHERE[table]
        with self.acting(who) as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s".encode(), [person])
            row = cursor.fetchone()
        self.agree(f"read {table}", bool(row and row[0]), self.model.sees(who, person, category), who, person)

    def read_list(self) -> None:
        """Everybody at once."""
        who, table = self.somebody(), self.chance.choice(list(WHERE))
        category, column = WHERE[table]
        with self.acting(who) as cursor:
            cursor.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%s)".encode(), [self.people]
            )
            found = {row[0] for row in cursor.fetchall()}
        for person in self.people:
            self.agree(f"list {table}", person in found, self.model.sees(who, person, category), who, person)

    def read_sealed(self) -> None:
        """Sealed values by their category."""
        who, person, category = self.somebody(), self.chance.choice(self.people), self.chance.choice([1, 2])
        with self.acting(who) as cursor:
            cursor.execute(
                "SELECT count(*) FROM gate_sealedvalue WHERE person_id = %s AND kind = %s",
                [person, SEALED[category]],
            )
            row = cursor.fetchone()
        self.agree("sealed", bool(row and row[0]), self.model.sees(who, person, category), who, person)

    def write(self) -> None:
        """A row added about somebody, in the name of the own agency or of another."""
        who, person = self.somebody(), self.chance.choice(self.people)
        table = self.chance.choice([*OWNED, "people_personrecord"])
        agency = who.agency if who and self.chance.random() < 0.7 else self.chance.choice(self.agencies)
        owned = table == "people_personrecord" or (who is not None and agency == who.agency)
        wanted = owned and self.model.sees(who, person, WHERE[table][0])
        try:
            with self.acting(who) as cursor:
                cursor.execute(*self.insertion(table, person, agency))
            done = True
        except psycopg.errors.InsufficientPrivilege:
            done = False
        self.agree(f"write {table}", done, wanted, who, person, agency)

    def change(self) -> None:
        """A row of one agency changed by whoever tries."""
        who, table = self.somebody(), self.chance.choice(["services_service", "cases_application"])
        row = self.admin.execute(
            f"SELECT id, person_id, agency_id FROM {table} ORDER BY random() LIMIT 1".encode()
        ).fetchone()
        assert row is not None
        wanted = who is not None and who.agency == row[2] and self.model.sees(who, row[1], SOCIAL)
        with self.acting(who) as cursor:
            cursor.execute(f"UPDATE {table} SET number = 1 WHERE id = %s".encode(), [row[0]])
            changed = cursor.rowcount == 1
        self.agree(f"change {table}", changed, wanted, who, row)

    def permit(self) -> None:
        """A permit on any ground, some of them over or not yet begun."""
        principal = self.chance.choice([*self.agencies, *(one.worker for one in self.staff)])
        category, person = self.chance.choice([1, 2, 3]), self.chance.choice(self.people)
        now = datetime.now(UTC)
        start = now - timedelta(seconds=5) if self.chance.random() < 0.7 else now + LONG
        end = now + 2 * LONG if self.chance.random() < 0.7 else now - timedelta(seconds=2)
        self.admin.execute(
            "INSERT INTO gate_permit VALUES (gen_random_uuid(), %s, %s, %s, 'consent', null, %s, %s)",
            [principal, category, person, start, end],
        )
        self.model.permits.append((principal, category, person, start, end))

    def end(self) -> None:
        """A permit withdrawn: it ends with the next statement."""
        place = self.chance.randrange(len(self.model.permits))
        principal, category, person, _start, end = self.model.permits[place]
        over = min(end, datetime.now(UTC) - timedelta(seconds=1))
        self.admin.execute(
            "UPDATE gate_permit SET valid_to = %s WHERE principal = %s AND category = %s AND person_id = %s",
            [over, principal, category, person],
        )
        self.model.permits = [
            (*one[:4], min(one[4], over)) if one[:3] == (principal, category, person) else one
            for one in self.model.permits
        ]
        if len(self.people) < 40 and self.chance.random() < 0.3:
            self.register()
