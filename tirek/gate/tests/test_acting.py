"""The database believes a signed actor, on one connection, for a while, and nothing else."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

from tirek.audit.actors import MACHINE, Actor
from tirek.gate import acting
from tirek.gate.acting import NobodyActs, act_as, acts, token_of
from tirek.gate.categories import ALL, Category
from tirek.gate.models import Permit
from tirek.gate.permits import own
from tirek.machine.database import Connections


def somebody(*categories: int) -> Actor:
    return Actor(id=uuid.uuid4(), agency_id=uuid.uuid4(), categories=frozenset(categories) or ALL)


def ask(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def say(token: str) -> None:
    acting.become(connection, token)


@pytest.mark.django_db
def test_the_database_knows_who_acts() -> None:
    actor = somebody()
    with act_as(actor):
        assert ask("SELECT authz.worker()") == actor.id
        assert ask("SELECT authz.agency()") == actor.agency_id
        assert acts() is actor


@pytest.mark.django_db
def test_without_an_actor_there_is_nobody_and_nothing() -> None:
    with act_as(somebody()):
        own(people=[uuid.uuid4()])
        assert Permit.objects.count() == 4
    assert ask("SELECT authz.agency()") is None
    assert Permit.objects.count() == 0
    with pytest.raises(NobodyActs):
        acts()


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(8))
def test_a_token_changed_in_any_part_is_refused(part: int) -> None:
    said = token_of(somebody(), connection).split("|")
    said[part] = str(uuid.uuid4()) if part in (1, 2) else "99999999999"
    say("|".join(said))
    with pytest.raises(ProgrammingError, match="not signed"), transaction.atomic():
        ask("SELECT authz.agency()")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "forged", ["x", "1|2|3", "|".join("12345678x"), "|" * 8, "'; DROP TABLE people_person; --"]
)
def test_a_forged_token_is_an_error_and_shows_nothing(forged: str) -> None:
    with connection.cursor() as cursor:
        # A scan of an empty table asks no policy; by the index the actor is read first, whatever stands there.
        cursor.execute("SET LOCAL enable_seqscan = off")
    say(forged)
    with pytest.raises(ProgrammingError, match="not signed"), transaction.atomic():
        Permit.objects.count()


@pytest.mark.django_db
def test_a_token_signed_with_another_key_is_refused(settings: Any) -> None:
    settings.TIREK_ACTOR_KEY = b"0" * 32
    say(token_of(somebody(), connection))
    with pytest.raises(ProgrammingError, match="not signed"), transaction.atomic():
        ask("SELECT authz.worker()")


@pytest.mark.django_db
def test_an_expired_token_is_refused() -> None:
    say(token_of(somebody(), connection, seconds=-1))
    with pytest.raises(ProgrammingError, match="too long"), transaction.atomic():
        ask("SELECT authz.worker()")


@pytest.mark.django_db
def test_a_token_replayed_on_another_connection_is_refused(addresses: Connections) -> None:
    token = token_of(somebody(), connection)
    with psycopg.connect(addresses.app) as other:
        other.execute("SELECT set_config('tirek.actor', %s, true)", [token])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute("SELECT authz.agency()")


@pytest.mark.django_db(transaction=True)
def test_the_actor_ends_with_the_transaction() -> None:
    with act_as(somebody()):
        pass
    assert ask("SELECT coalesce(current_setting('tirek.actor', true), '')") == ""
    assert ask("SELECT authz.agency()") is None


@pytest.mark.django_db(transaction=True)
def test_an_inner_actor_is_not_left_over_in_the_outer_transaction() -> None:
    outer, inner = somebody(), somebody()
    with act_as(outer):
        with act_as(inner):
            assert ask("SELECT authz.worker()") == inner.id
        assert ask("SELECT authz.worker()") == outer.id
        with pytest.raises(ZeroDivisionError), act_as(inner):
            raise ZeroDivisionError
        assert ask("SELECT authz.worker()") == outer.id
        assert acts() is outer


@pytest.mark.django_db(transaction=True)
def test_a_released_savepoint_alone_would_have_left_the_actor_behind() -> None:
    """Why `act_as` restores: what `set_config(…, true)` says outlives a released savepoint."""
    outer, inner = somebody(), somebody()
    with act_as(outer):
        with transaction.atomic():
            say(token_of(inner, connection))
        assert ask("SELECT authz.worker()") == inner.id


@pytest.mark.django_db
def test_nobody_without_an_agency_acts() -> None:
    with pytest.raises(NobodyActs), act_as(MACHINE):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", ["Иван Иванов", "a|b", "x" * 61])
def test_a_purpose_is_a_code(purpose: str) -> None:
    with pytest.raises(NobodyActs), act_as(somebody(), purpose=purpose):
        pass


@pytest.mark.django_db
def test_a_category_that_the_roles_do_not_see_is_closed_whatever_the_permits() -> None:
    person, narrow = uuid.uuid4(), somebody(Category.IDENTITY)
    with act_as(narrow):
        own(people=[person])
        assert ask("SELECT authz.principals(1::smallint)") == [narrow.agency_id, narrow.id]
        assert ask("SELECT authz.principals(3::smallint)") == []


@pytest.mark.django_db
def test_a_specialists_notes_are_the_workers_own() -> None:
    actor = somebody()
    with act_as(actor):
        assert ask("SELECT authz.principals(6::smallint)") == [actor.id]


@pytest.mark.django_db
def test_permits_are_written_by_functions_alone() -> None:
    with act_as(somebody()), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask(
            "INSERT INTO gate_permit VALUES (gen_random_uuid(), authz.agency(), 1, gen_random_uuid(), 'own', null,"
            " now(), now()) RETURNING id"
        )


@pytest.mark.django_db
def test_a_known_person_is_not_owned_again() -> None:
    person = uuid.uuid4()
    with act_as(somebody()):
        own(people=[person])
    with act_as(somebody()), pytest.raises(ProgrammingError, match="is known"), transaction.atomic():
        own(people=[person])


@pytest.mark.django_db
def test_nobody_owns_people_without_an_actor() -> None:
    with pytest.raises(ProgrammingError, match="nobody acts"), transaction.atomic():
        own(people=[uuid.uuid4()])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ["app", "worker", "report"])
def test_no_role_reads_the_key_of_actors(addresses: Connections, role: str) -> None:
    with (
        psycopg.connect(getattr(addresses, role)) as one,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        one.execute("SELECT * FROM authz.actor_key")


@pytest.mark.django_db(transaction=True)
def test_the_report_reads_no_name(addresses: Connections) -> None:
    for statement in (
        "SELECT name FROM people_person",
        "SELECT body FROM gate_sealedvalue",
        "SELECT note FROM services_service",
    ):
        with psycopg.connect(addresses.report) as one, pytest.raises(psycopg.errors.InsufficientPrivilege):
            one.execute(statement.encode())
    assert connections["report"] is not None
