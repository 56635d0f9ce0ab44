"""What is kept of a file, and how it comes back."""

from __future__ import annotations

import hashlib
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tirek.audit.actors import Actor
from tirek.audit.models import JournalEntry
from tirek.documents import actions, queries
from tirek.documents.models import StoredFile
from tirek.gate.models import SealedValue
from tirek.gate.tests.stay import stay

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a report"
XLSX = b"PK a workbook with names"


@pytest.fixture
def worker() -> Actor:
    one = Actor(id=uuid4(), agency_id=uuid4())
    stay(one)
    return one


def test_a_report_comes_back_byte_for_byte(worker: Actor) -> None:
    file = actions.store(name="report-kk.pdf", mime="application/pdf", body=PDF, by=worker)
    assert queries.body_of(StoredFile.objects.get(pk=file.id)) == PDF
    assert (file.size, file.sha256) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert file.created_by == worker.id


def test_a_file_with_personal_values_is_kept_only_in_the_vault(worker: Actor) -> None:
    file = actions.store_personal(name="journal.xlsx", mime="application/vnd.ms-excel", body=XLSX, by=worker)
    row = StoredFile.objects.get(pk=file.id)
    assert row.body is None
    assert row.sealed is not None
    assert SealedValue.objects.filter(pk=row.sealed).exists()
    assert queries.body_of(row) == XLSX


def test_the_journal_records_the_file_without_its_name(worker: Actor) -> None:
    file = actions.store(name="Иван Иванов.pdf", mime="application/pdf", body=PDF, by=worker)
    entry = JournalEntry.objects.get(subject_id=str(file.id))
    assert entry.action == "documents.store"
    assert "Иван" not in str(entry.detail)


def test_discarding_destroys_the_sealed_body_too(worker: Actor) -> None:
    file = actions.store_personal(name="journal.xlsx", mime="application/vnd.ms-excel", body=XLSX, by=worker)
    sealed = file.sealed
    assert sealed is not None
    actions.discard(file=file, by=worker)
    assert not SealedValue.objects.filter(pk=sealed).exists()
    assert JournalEntry.objects.filter(action="documents.discard").exists()


def test_changed_bytes_are_noticed(worker: Actor) -> None:
    file = actions.store(name="report.pdf", mime="application/pdf", body=PDF, by=worker)
    StoredFile.objects.filter(pk=file.pk).update(body=PDF + b"!")
    with pytest.raises(queries.FileDamaged):
        queries.body_of(StoredFile.objects.get(pk=file.pk))


@pytest.mark.parametrize(("body", "sealed"), [(None, None), (b"x", uuid4())])
def test_a_file_has_exactly_one_of_body_and_sealed(
    worker: Actor, body: bytes | None, sealed: UUID | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(
            name="x", mime="text/plain", size=1, sha256="0" * 64, body=body, sealed=sealed
        )
