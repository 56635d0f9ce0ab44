"""A register filled by whole statements as the administrator: people of many agencies, their permits, a few facts of each.

Nothing goes through the actions of the program, so triggers are off and no history is written: what is measured is reading.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import psycopg

from bench.people import invent
from tirek.gate.sql.functions import OWN_CATEGORIES
from tirek.linkage import sort_key

NAMES: Final = 20_000
FIRST_NUMBER: Final = 1_000_000
SHARED_WITH_A_SMALL_ONE: Final = 20
"""As many people of others as the smallest agency sees by a consent."""


@dataclass(frozen=True)
class Register:
    """How many people each agency registered, how many are shared with another agency, services of each person."""

    people: Mapping[UUID, int]
    shared: int
    services: int = 1
    sealed_apart: Sequence[UUID] = ()
    """Agencies whose people get no sealed value here: whoever measures them seals real ones."""


_PEOPLE: Final = """
INSERT INTO people_person (id, number, registered_by_id, registered_at, name, surname, given, patronymic, sort_key, birth_on, sex)
SELECT gen_random_uuid(), %(first)s + row_number() OVER (), chosen.agency, now(), called.name, lower(called.surname),
    lower(called.given), lower(called.patronymic), called.sort_key, called.birth_on, called.sex
FROM (
    SELECT agency, 1 + floor(random() * %(names)s)::int AS place
    FROM unnest(%(agencies)s::uuid[], %(counts)s::int[]) AS wanted(agency, people), generate_series(1, wanted.people)
    ORDER BY random()
) AS chosen JOIN called ON called.place = chosen.place
"""
_OWN: Final = f"""
INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)
SELECT gen_random_uuid(), registered_by_id, seen.category, id, 'own', now(), '9999-01-01 00:00+00'
FROM people_person, (VALUES {OWN_CATEGORIES}) AS seen(category) WHERE number > %(first)s
"""
_SHARED: Final = f"""
INSERT INTO gate_permit (id, principal, category, person_id, basis, basis_ref, valid_from, valid_to)
SELECT gen_random_uuid(), receiver, seen.category, id, 'consent', consent, now() - interval '1 day', now() + interval '90 days'
FROM (
    SELECT person.id, gen_random_uuid() AS consent, (%(receivers)s::uuid[])[1 + number %% cardinality(%(receivers)s::uuid[])] AS receiver
    FROM people_person AS person WHERE number > %(first)s AND registered_by_id <> ALL(%(but)s::uuid[])
    ORDER BY number LIMIT %(shared)s
) AS given, (VALUES {OWN_CATEGORIES}) AS seen(category)
"""
_CONTACTS: Final = """
INSERT INTO people_personcontact (id, person_id, place)
SELECT gen_random_uuid(), id, 'г. Риддер' FROM people_person WHERE number > %(first)s
"""
_RECORDS: Final = """
INSERT INTO people_personrecord (id, person_id, source, said_at, name, surname, given, patronymic, birth_on, sex, keys)
SELECT gen_random_uuid(), id, 'intake', now(), name, surname, given, patronymic, birth_on, sex, ARRAY[number::int]
FROM people_person WHERE number > %(first)s
"""
_SEALED: Final = """
INSERT INTO gate_sealedvalue (id, person_id, agency_id, category, kind, body, digest, created_at)
SELECT gen_random_uuid(), id, registered_by_id, 1, 'iin', sha256(id::text::bytea), sha256(number::text::bytea), now()
FROM people_person WHERE number > %(first)s AND registered_by_id <> ALL(%(apart)s::uuid[])
"""
_SERVICES: Final = """
INSERT INTO services_service (id, person_id, agency_id, kind_id, provider_id, happened_on, wish_of, note)
SELECT gen_random_uuid(), person.id, registered_by_id, (SELECT min(id) FROM services_servicekind) + turn %% 5,
    registered_by_id, current_date - (number %% 700)::int - turn, '', ''
FROM people_person AS person, generate_series(1, %(services)s) AS turn WHERE number > %(first)s
"""
_DELIVERED: Final = (
    "INSERT INTO services_delivery (service_id) SELECT id FROM services_service ON CONFLICT DO NOTHING"
)


def fill(database: psycopg.Connection, register: Register) -> None:
    """Fill the tables in one transaction, then let the planner know; the connection commits by itself."""
    smallest = min(register.people, key=lambda agency: register.people[agency])
    others = [agency for agency in register.people if agency != smallest]
    said = {
        "first": FIRST_NUMBER,
        "names": NAMES,
        "agencies": list(register.people),
        "counts": list(register.people.values()),
        "services": register.services,
        "apart": list(register.sealed_apart),
    }
    with database.transaction():
        database.execute("SET LOCAL session_replication_role = replica")
        database.execute("SET LOCAL maintenance_work_mem = '256MB'")
        _call(database)
        database.execute(_PEOPLE, said)
        database.execute(_OWN, said)
        # Handed on in a ring: with whom a person is shared follows the person's number, and is hardly ever the own agency.
        for receivers, shared in (
            (others, register.shared - SHARED_WITH_A_SMALL_ONE),
            ([smallest], SHARED_WITH_A_SMALL_ONE),
        ):
            more = {"receivers": receivers, "shared": max(shared, 1), "but": [smallest]}
            database.execute(_SHARED, {**said, **more})
        for statement in (_CONTACTS, _RECORDS, _SEALED, _SERVICES):
            database.execute(statement, said)
        database.execute(_DELIVERED)
    database.execute("VACUUM ANALYZE")


def _call(database: psycopg.Connection) -> None:
    """The names people have: invented ones, many times each."""
    database.execute(
        "CREATE TEMPORARY TABLE called (place int, name text, surname text, given text, patronymic text, sort_key text,"
        " birth_on date, sex text) ON COMMIT DROP"
    )
    with database.cursor().copy("COPY called FROM STDIN") as copy:
        for place, one in enumerate(invent(NAMES, seed=2017), 1):
            copy.write_row(
                (
                    place,
                    one.name,
                    one.surname,
                    one.given,
                    one.patronymic,
                    sort_key(one.name),
                    one.born,
                    one.sex,
                )
            )
    database.execute("ANALYZE called")
