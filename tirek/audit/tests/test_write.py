"""The journal stands and falls with the action, and only grows."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tirek.audit import actions
from tirek.audit.actors import MACHINE
from tirek.audit.models import JournalEntry


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.write("people.open", by=MACHINE)


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_no_row() -> None:
    def fail() -> None:
        with transaction.atomic():
            actions.write("people.open", by=MACHINE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not JournalEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE audit_journalentry SET action = 'x'", "DELETE FROM audit_journalentry"]
)
def test_a_row_can_neither_be_changed_nor_deleted(change: str) -> None:
    actions.write("people.open", by=MACHINE)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.django_db(transaction=True)
def test_not_even_a_superuser_changes_a_row_by_the_way(addresses: object) -> None:
    import psycopg

    with transaction.atomic():
        actions.write("people.open", by=MACHINE)
    with (
        psycopg.connect(addresses.admin) as admin,  # type: ignore[attr-defined]
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        admin.execute("DELETE FROM audit_journalentry")
