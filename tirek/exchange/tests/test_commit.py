"""All or nothing; the same row twice is one row; nothing personal stands in the clear."""

from __future__ import annotations

import openpyxl
import pytest
from django.db import connection, transaction
from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob

from tirek.agencies.models import Worker
from tirek.audit.models import JournalEntry
from tirek.exchange import actions, vanished
from tirek.exchange.committing import FileWriter
from tirek.exchange.models import Import, ImportRow, SourceRow
from tirek.exchange.tests import make
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.gate.fetching import fetch
from tirek.gate.models import SealedValue
from tirek.people import actions as people
from tirek.people.models import Person, PersonRecord
from tirek.people.queries import name_counts
from tirek.people.registering import NewPerson
from tirek.services.models import Service

pytestmark = pytest.mark.django_db

LINES = (
    (1, "05.08.2017", "Тестов Иван Петрович", "", "03.05.1988", "Социальный пакет", "", "оказана", ""),
    (2, "06.08.2017", "Сынақова Әлия Бекқызы", "", "11.11.1990", "Социальный пакет", "", "оказана", ""),
)


def journal(*lines: tuple[object, ...]) -> bytes:
    """A workbook with two applications and these services."""
    return make.workbook(
        {"Обращения": [make.APPLICATIONS, *make.TWO_PEOPLE], "Услуги": [make.SERVICES, *lines]}
    )


def test_a_failure_in_the_middle_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = make.hire()
    file = make.read(make.pilot(), worker)

    def stumble(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("tirek.exchange.committing.participants.write", stumble)
    with pytest.raises(RuntimeError):
        actions.commit(file=file, by=worker.actor)
    assert not Person.objects.exists() and not Service.objects.exists() and not SourceRow.objects.exists()
    assert file.state == Import.State.PREVIEWED
    monkeypatch.undo()
    actions.commit(file=file, by=worker.actor)
    assert Service.objects.count() == 373


def taken_in(body: bytes, worker: Worker) -> Import:
    """A file taken in; the command reads and writes it in one go."""
    with act_as(worker.actor):
        return actions.receive(
            name="journal.xlsx", body=body, agency=worker.agency, settle="hold", by=worker.actor
        )


def left_by_import(file: Import) -> list[object]:
    """What an import leaves, without the ids it makes up."""
    anchors = Person.objects.in_bulk()
    numbers = {key: person.number for key, person in anchors.items()}
    rows = ImportRow.objects.filter(file=file).order_by("id")
    return [
        [
            (row.sheet, row.row_number, row.key, row.outcome, row.bits, numbers.get(row.person_id))
            for row in rows
        ],
        sorted((one.number, one.name, one.sex, str(one.birth_on)) for one in anchors.values()),
        sorted(
            (numbers[one.person_id], one.name, str(one.birth_on), one.sex)
            for one in PersonRecord.objects.all()
        ),
        sorted(numbers[one.person_id] for one in Service.objects.all()),
        sorted(
            (numbers[one.person_id], one.kind) for one in SealedValue.objects.filter(person_id__isnull=False)
        ),
        sorted(JournalEntry.objects.values_list("action").annotate(times=Count("id"))),
        sorted(name_counts({"иванов", "ахметов"}).items()),
    ]


def test_a_file_brought_in_at_once_leaves_what_reading_and_writing_leave() -> None:
    worker = make.hire()
    with transaction.atomic():
        apart = left_by_import(make.bring(make.pilot(), worker))
        transaction.set_rollback(True)
    worker.agency.refresh_from_db()
    file = taken_in(make.pilot(), worker)
    with act_as(worker.actor):
        actions.bring_in(file=file, by=worker.actor)
    assert left_by_import(file) == apart


def test_a_file_with_a_mistake_is_only_read_when_it_is_brought_in() -> None:
    worker = make.hire()
    file = taken_in(journal((1, "31.02.2017", *LINES[0][2:])), worker)
    with act_as(worker.actor):
        actions.bring_in(file=file, by=worker.actor)
    assert file.state == Import.State.PREVIEWED and not Person.objects.exists()
    with act_as(worker.actor):
        actions.commit(file=file, skip_errors=True, by=worker.actor)
    assert Person.objects.count() == 2


def test_nothing_stays_of_a_file_during_which_somebody_was_registered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = make.hire()
    file = taken_in(journal(*LINES), worker)
    finish = FileWriter.finish

    def meanwhile(self: FileWriter) -> None:
        people.register(person=NewPerson(name="Пробный Пётр Петрович"), by=worker.actor)
        finish(self)

    monkeypatch.setattr(FileWriter, "finish", meanwhile)
    with act_as(worker.actor), pytest.raises(actions.NotNow, match="stale"):
        actions.bring_in(file=file, by=worker.actor)
    assert not Person.objects.exists() and not ImportRow.objects.exists()
    monkeypatch.undo()
    with act_as(worker.actor):
        actions.bring_in(file=file, by=worker.actor)
    assert Person.objects.count() == 2 and file.state == Import.State.COMMITTED


def test_a_preview_writes_nothing_into_the_domains() -> None:
    make.read(make.pilot(), make.hire())
    assert not Person.objects.exists() and not Service.objects.exists() and not SourceRow.objects.exists()


def test_a_vanished_row_is_asked_about_and_never_deleted() -> None:
    worker = make.hire()
    make.bring(journal(*LINES), worker)
    again = make.bring(journal(LINES[0]), worker)
    gone = make.rows_of(again, "vanished")
    assert [(row.sheet, row.key) for row in gone] == [("services", "2")]
    assert Service.objects.count() == 2
    vanished.keep(row=gone[0], by=worker.actor)
    assert make.rows_of(make.bring(journal(LINES[0]), worker), "vanished") == []


def test_a_sheet_missing_from_the_file_does_not_make_its_rows_vanish() -> None:
    worker = make.hire()
    make.bring(journal(*LINES), worker)
    only = make.workbook({"Обращения": [make.APPLICATIONS, *make.TWO_PEOPLE]})
    assert make.rows_of(make.bring(only, worker), "vanished") == []


def test_a_row_waiting_for_a_decision_is_not_asked_twice() -> None:
    worker = make.hire()
    maybe = (3, "07.08.2017", "Тестов Иван", "", "", "Социальный пакет", "", "оказана", "")
    first = make.bring(journal(*LINES, maybe), worker)
    assert len(make.rows_of(first, "maybe")) == 1
    again = make.bring(journal(*LINES, maybe), worker)
    assert make.rows_of(again, "maybe") == []
    named = (3, "07.08.2017", "Тестов Иван Петрович", "", "03.05.1988", "Социальный пакет", "", "оказана", "")
    make.bring(journal(*LINES, named), worker)
    assert Service.objects.count() == 3
    assert ImportRow.objects.get(file=first, outcome="maybe").settled_at is not None


def test_a_corrected_row_plans_nobody_for_the_rows_that_follow() -> None:
    worker = make.hire()
    make.bring(journal(*LINES), worker)
    stranger = ("Жаңабаев Серік Нұрланұлы", "", "01.02.1975", "Социальный пакет", "", "оказана", "")
    file = make.read(journal(LINES[0], (2, "06.08.2017", *stranger), (3, "07.08.2017", *stranger)), worker)
    assert [len(make.rows_of(file, outcome)) for outcome in ("maybe", "new")] == [1, 1]
    actions.commit(file=file, by=worker.actor)
    assert Service.objects.get(number=3).person.name == stranger[0]
    assert Person.objects.count() == 3


def test_after_a_large_import_the_planner_knows_how_many_people_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tirek.exchange.committing._LARGE", 2)
    make.bring(journal(*LINES), make.hire())
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
        assert cursor.fetchone() == (2,)


def test_one_decision_settles_every_row_written_the_same_way() -> None:
    worker = make.hire()
    maybes = [(n, "07.08.2017", "Тестов Иван", "", "", "Социальный пакет", "", "оказана", "") for n in (3, 4)]
    file = make.bring(journal(*LINES, *maybes), worker)
    row = make.rows_of(file, "maybe")[0]
    assert actions.settle(row=row, person_id=None, by=worker.actor) == 2
    assert Person.objects.count() == 3
    assert Service.objects.get(number=3).person == Service.objects.get(number=4).person
    with pytest.raises(actions.NotNow):
        actions.settle(row=row, person_id=None, by=worker.actor)


def test_a_person_registered_meanwhile_makes_the_preview_stale() -> None:
    worker = make.hire()
    file = make.read(journal(*LINES), worker)
    people.register(person=NewPerson(name="Тестов Иван Петрович"), by=worker.actor)
    with pytest.raises(actions.NotNow, match="stale"):
        actions.commit(file=file, by=worker.actor)


def test_two_files_that_mean_the_same_new_person_register_one() -> None:
    worker = make.hire()
    first = make.read(journal(*LINES), worker)
    second = make.read(journal(LINES[0]), worker)
    actions.commit(file=first, by=worker.actor)
    actions.commit_or_say_why(file=second, by=worker.actor)
    assert second.state == Import.State.PREVIEWED
    assert make.problem_codes(second) == ["register_changed"]
    assert Person.objects.count() == 2


def test_errors_are_refused_unless_they_are_left_out() -> None:
    worker = make.hire()
    file = make.read(journal(*LINES, (3, "31.02.2017", "Тестов Иван", "", "", "Стрижка", "", "", "")), worker)
    with pytest.raises(actions.NotNow, match="row_errors"):
        actions.commit(file=file, by=worker.actor)
    assert not Person.objects.exists()
    actions.commit(file=file, skip_errors=True, by=worker.actor)
    assert Service.objects.count() == 2


def test_no_table_but_the_vault_holds_values_of_the_file_before_it_is_written() -> None:
    file = make.read(make.pilot(), make.hire())
    actions.call_worker(file=file)
    book = openpyxl.load_workbook(make.PILOT / "journal.xlsx", read_only=True)
    rows = list(book["Обращения"].iter_rows(min_row=4, values_only=True))
    values = {str(row[place]) for row in rows[:-1] for place in (2, 3, 6) if row[place]}
    tables = [table for table in connection.introspection.table_names() if table != "gate_sealedvalue"]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            text = "\n".join(str(row[0]) for row in cursor.fetchall())
            assert not [value for value in values if value in text], table
    assert ProcrastinateJob.objects.get().args == {"import_id": str(file.pk)}


def test_the_staged_rows_are_destroyed_when_the_file_is_written() -> None:
    file = make.bring(make.pilot(), make.hire())
    assert not ImportRow.objects.filter(file=file, chunk__isnull=False).exists()


def test_anonymous_participants_are_told_apart_by_what_they_say() -> None:
    worker = make.hire()
    events = [("№", "Начало", "Форма"), (1, "01.08.2017", "Опрос")]
    heading = ("Мероприятие №", "Пол", "Возраст")
    people_of_first = [(1, "М", "28–32"), (1, "М", "28–32"), (1, "Ж", "59+")]

    def book(rows: make.Rows) -> bytes:
        return make.workbook({"Проект": make.PROJECT, "Мероприятия": events, "Участники": [heading, *rows]})

    make.bring(book(people_of_first), worker)
    moved = make.read(book([people_of_first[2], *people_of_first[:2]]), worker)
    assert {row.outcome for row in moved.rows.filter(sheet="participants")} == {"unchanged"}
    corrected = make.read(book([*people_of_first[:2], (1, "Ж", "46–58")]), worker)
    assert [row.row_number for row in make.rows_of(corrected, "changed")] == [4]
    shorter = make.read(book(people_of_first[:2]), worker)
    assert len(make.rows_of(shorter, "vanished")) == 1
    longer = make.read(book([*people_of_first, (1, "Ж", "59+")]), worker)
    assert [row.row_number for row in make.rows_of(longer, "plain")] == [5]


def test_a_corrected_iin_of_a_file_takes_the_place_of_the_wrong_one() -> None:
    worker = make.hire()
    wrong, right = "880503399005", "880503399015"

    def book(iin: str) -> bytes:
        applicant = (1, "01.08.2017", "Тестов Иван Петрович", iin, "03.05.1988", "М", "да", "")
        return make.workbook({"Проект": make.PROJECT, "Обращения": [make.APPLICATIONS, applicant]})

    make.bring(book(wrong), worker)
    make.bring(book(right), worker, settle="best")
    held = fetch(vault.held_of([Person.objects.get().pk], (vault.IIN, vault.FORMER_IIN)))
    assert held == {vault.IIN: [right], vault.FORMER_IIN: [wrong]}
