"""The list of people holds those an agency was given to see, and is read by indexes whatever the register's size."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.gate.permits import Basis
from tirek.people import queries
from tirek.people.models import PersonQuerySet
from tirek.people.tests import make

pytestmark = pytest.mark.django_db(transaction=True)
OWN, FOREIGN = 4_000, 20_000
FILL = """
INSERT INTO people_person (id, number, registered_by_id, registered_at, name, surname, given, patronymic, sort_key, sex)
SELECT gen_random_uuid(), %(first)s + n, %(agency)s, now(), 'Ким ' || n, 'ким', '', '', '0k' || lpad((n * 7919 %% 100000)::text, 6, '0'), ''
FROM generate_series(1, %(count)s) AS n
"""
PERMIT = """
INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)
SELECT gen_random_uuid(), registered_by_id, category, id, 'own', now(), '9999-01-01' FROM people_person,
    (VALUES (1), (2), (3), (4)) AS seen(category) WHERE name <> 'Ким 0'
"""


def permit(addresses: Any, who: Any, person: Any, *, basis: str = Basis.CONSENT, days: int = 9) -> None:
    """A permit on some ground, put in by whoever stands for all grounds."""
    with psycopg.connect(addresses.admin) as admin:
        admin.execute(
            "INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)"
            " VALUES (%s, %s, 1, %s, %s, now() - interval '10 days', now() + make_interval(days => %s))",
            [uuid4(), who, person, basis, days],
        )


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def other(worker: Worker) -> Worker:
    return staff.worker("marat", of=staff.agency("Центр", Agency.Kind.PROBATION), roles=["probation_officer"])


@pytest.mark.parametrize("basis", [Basis.CONSENT, Basis.REFERRAL, Basis.LAW, Basis.EMERGENCY])
def test_whoever_is_seen_on_any_ground_is_listed(
    worker: Worker, other: Worker, addresses: Any, basis: str
) -> None:
    person = make.nurlan(worker)
    holder = other.id if basis == Basis.EMERGENCY else other.agency_id
    with act_as(other.actor):
        assert list(queries.people_shared_with(other.agency_id)) == []
    permit(addresses, holder, person.id, basis=basis)
    with act_as(other.actor):
        assert list(queries.people_shared_with(other.agency_id)) == [person]
        assert list(queries.people_of(other.agency_id)) == []
    assert list(queries.people_shared_with(worker.agency_id)) == []
    assert list(queries.people_of(worker.agency_id)) == [person]


def test_whoever_is_seen_no_longer_is_not_listed(worker: Worker, other: Worker, addresses: Any) -> None:
    permit(addresses, other.agency_id, make.nurlan(worker).id, days=-1)
    with act_as(other.actor):
        assert list(queries.people_shared_with(other.agency_id)) == []


def plan(people: PersonQuerySet) -> str:
    statement, values = people.order_by("sort_key", "id")[:26].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_no_list_reads_a_whole_table(worker: Worker, other: Worker, addresses: Any) -> None:
    with psycopg.connect(addresses.admin) as admin:
        for first, agency, count in ((100, other.agency_id, OWN), (90_000, worker.agency_id, FOREIGN)):
            admin.execute(FILL, {"first": first, "agency": agency, "count": count})
        admin.execute(PERMIT)
        admin.execute(
            "INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)"
            " SELECT gen_random_uuid(), %s, 1, id, 'consent', now(), now() + interval '9 days' FROM people_person"
            " WHERE registered_by_id = %s AND number %% 100 = 0",
            [other.agency_id, worker.agency_id],
        )
        admin.commit()
        admin.autocommit = True
        admin.execute("VACUUM ANALYZE people_person, gate_permit")
    with act_as(other.actor):
        own, shared = queries.people_of(other.agency_id), queries.people_shared_with(other.agency_id)
        assert shared.count() == FOREIGN // 100
        for people in (own, shared, queries.search(own, "Ким"), queries.search(shared, "Ким")):
            said = plan(people)
            assert "Seq Scan on people_person" not in said, said
            assert "Seq Scan on gate_permit" not in said, said
        assert "person_list" in plan(own)
        assert "permit_others" in plan(shared)
