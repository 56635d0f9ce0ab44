"""What stood in a row before a change is kept by the database, whoever changes it and however, and erasure reaches it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import FormerRow
from tirek.cases.models import Application
from tirek.cases.tests import make as cases
from tirek.gate.acting import act_as
from tirek.people import actions
from tirek.people.models import Person, PersonRecord
from tirek.people.tests import make
from tirek.services.actions import Ending
from tirek.services.models import Refusal
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db
KEPT_NO_FORMER_ROWS = {
    "audit_journalentry": "append-only",
    "audit_reading": "append-only",
    "audit_formerrow": "append-only",
    "documents_storedfile": "never changed after it was stored",
    "exchange_import": "a file on its way; its rows are the agency's own and are dropped with it",
    "exchange_importrow": "staging, dropped with its file",
    "exchange_sourcerow": "how a file's row is known again: digests and ids",
    "gate_datakey": "a destroyed key must not live on",
    "gate_session": "sealed, gone after eight hours",
    "gate_tally": "counts of attempts under digests, gone after a day",
    "gate_permit": "written by the grounds' functions alone; the grounds have a history",
    "people_erasure": "written once",
    "people_joinrequest": "asked and answered once, each with its hand and day in the row",
    "people_pairdecision": "decided and ended once, each with its hand, day and reason in the row",
    "people_possiblepair": "a queue: what was decided stands in people_pairdecision",
    "people_namecount": "counts of names, of nobody",
    "agencies_user": "log-ins; a hash of a password must not live on",
    "agencies_approval": "decided and reviewed once, each with its hand and day in the row",
    "agencies_invitation": "used or withdrawn once",
    "referrals_referralmove": "is history itself: never changed",
    "reports_keptfigures": "derived, counted anew",
    "reports_reportversion": "frozen once built; figures and texts",
    "referrals_referrallink": "used or withdrawn once",
    "outbox_message": "a queue: every step stands in the row, what it says is sealed and destroyed",
    "oversight_finding": "reviewed once, and the review stands in the row",
}


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return make.nurlan(worker)


def kept(table: str) -> list[FormerRow]:
    return list(FormerRow.objects.filter(table=table).order_by("id"))


def test_every_table_of_person_data_keeps_its_history() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'audit_keep_%' GROUP BY 1"
        )
        has = {table for table, triggers in cursor.fetchall() if triggers == 2}
    personal = {
        model._meta.db_table
        for model in apps.get_models()
        if set(getattr(model, "privacy", {"": "open"}).values()) != {"open"}
    }
    assert personal - has == set(KEPT_NO_FORMER_ROWS)
    assert not has & set(KEPT_NO_FORMER_ROWS)


def test_new_rows_leave_nothing(worker: Worker, person: Person) -> None:
    assert not FormerRow.objects.exists()


def test_raw_sql_is_seen_with_whoever_acted(worker: Worker, person: Person) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET name = 'Ким Олег' WHERE id = %s", [person.id])
    (row,) = kept("people_person")
    assert row.former is not None
    assert (row.row_id, row.person_id, row.change) == (str(person.id), person.id, "update")
    assert row.former["name"] == person.name
    assert (row.actor_id, row.agency_id) == (worker.id, worker.agency_id)


def test_bulk_changes_are_seen_row_by_row(worker: Worker) -> None:
    for number in range(3):
        make.person(worker, f"Ким Олег {number}")
    Person.objects.update(given="")
    assert len({row.row_id for row in kept("people_person")}) == 3


def test_a_deleted_ending_is_kept_for_its_person(worker: Worker, person: Person) -> None:
    services.service(worker, person, Ending.REFUSED, detail="работает")
    Refusal.objects.all().delete()
    (row,) = kept("services_refusal")
    assert row.former is not None
    assert (row.person_id, row.category, row.change) == (person.id, 3, "delete")
    assert row.former["detail"] == "работает"


def test_sealed_values_stay_sealed(worker: Worker, person: Person) -> None:
    actions.correct(
        person=person,
        name=person.name,
        birth_on=date(1989, 3, 8),
        birth_year=1989,
        sex="m",
        iin="890308399007",
        by=worker.actor,
    )
    (row,) = kept("gate_sealedvalue")
    assert row.former is not None
    assert row.category == 1
    assert make.IIN not in str(row.former)
    assert row.former["body"].startswith("\\x01")


def test_erasure_reaches_the_history(worker: Worker, person: Person) -> None:
    actions.correct(
        person=person, name="Серікұлы Нұрлан", birth_on=None, birth_year=1989, sex="m", by=worker.actor
    )
    assert kept("people_person")[0].former is not None
    actions.erase(person=person, ground="заявление", by=worker.actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('tirek.actor', '', true)")
        cursor.execute("SELECT count(*) FROM audit_formerrow")
        assert cursor.fetchone() == (0,)  # nobody acts: nobody reads
    assert not FormerRow.objects.filter(former__isnull=False).exists()


def test_another_agency_reads_no_former_row(worker: Worker, person: Person) -> None:
    Person.objects.update(given="")
    PersonRecord.objects.update(given="")
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        assert not FormerRow.objects.exists()


def test_a_role_that_does_not_see_a_category_reads_no_former_row_of_it(
    worker: Worker, person: Person
) -> None:
    cases.application(worker, person)
    Application.objects.update(referral_number="7")
    Person.objects.update(given="")
    with act_as(replace(worker.actor, categories=frozenset({1}))):
        assert {row.table for row in FormerRow.objects.all()} == {"people_person"}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_formerrow SET former = NULL, salt = NULL",
        "DELETE FROM audit_formerrow",
        "INSERT INTO audit_formerrow (at, \"table\", row_id, change, digest) VALUES (now(), 'x', 'x', 'update', '')",
        "SELECT audit_erase_history(gen_random_uuid())",
    ],
)
def test_the_history_is_nobodys_to_write(worker: Worker, person: Person, statement: str) -> None:
    Person.objects.update(given="")
    with (
        pytest.raises(DatabaseError, match=r"permission denied|append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
