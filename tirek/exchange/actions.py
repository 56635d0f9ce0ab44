"""Writes of exchange: take a file in, read it, write it, settle what was left open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit import readings
from tirek.audit.actors import Actor
from tirek.audit.overlapping import overlapping
from tirek.audit.readings import Action, Purpose
from tirek.documents import actions as documents
from tirek.exchange import progress
from tirek.exchange.collecting import without_collecting
from tirek.exchange.columns import folded
from tirek.exchange.committing import FileWriter, drop_staging, one_at_a_time, take_stock, write_stored
from tirek.exchange.comparing import Taker, compare
from tirek.exchange.issues import FileRefused, Problem
from tirek.exchange.later import tell_soon
from tirek.exchange.models import HeadingChoice, Import, ImportRow, SourceRow, WordChoice
from tirek.exchange.policies import is_stale, why_not_commit, why_not_write
from tirek.exchange.previewing import HandOn
from tirek.exchange.staged import Outcome, opened
from tirek.exchange.words import Words
from tirek.exchange.writing import applications, services
from tirek.exchange.writing.context import Writing
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.grants.models import Grant
from tirek.grants.naming import plain
from tirek.people.models import MatchDecision
from tirek.people.pairing import search_soon

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
State = Import.State
PURPOSE: Final = "import"


class NotNow(RuntimeError):
    """A preview that may not be written; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def receive(
    *,
    name: str,
    body: bytes,
    agency: Agency,
    settle: str = Import.Settle.HOLD,
    grant: Grant | None = None,
    by: Actor,
) -> Import:
    """Take a workbook in, sealed; it waits to be read."""
    workbook = documents.store_personal(name=name[:255], mime=XLSX, body=body, by=by)
    file = Import.objects.create(
        agency=agency, name=name[:255], workbook=workbook, settle=settle, grant=grant, created_by=by.id
    )
    journal.write("exchange.receive", file, by=by)
    return file


@transaction.atomic
def request_read(*, file: Import, by: Actor) -> None:
    """Ask a worker to read the file."""
    file.state = State.UPLOADED
    file.save(update_fields=["state"])
    journal.write("exchange.request_read", file, by=by)
    call_worker(file=file)


@transaction.atomic
def request_commit(*, file: Import, skip_errors: bool = False, by: Actor) -> None:
    """Accept the preview and ask a worker to write it; raises NotNow with the reason."""
    file = Import.objects.select_for_update(of=("self",)).get(pk=file.pk)
    refusal = why_not_commit(file, skip_errors=skip_errors)
    if refusal or file.state != State.PREVIEWED:
        raise NotNow(refusal or "not_previewed")
    file.state, file.skip_errors, file.done, file.claimed_at = (
        State.COMMITTING,
        skip_errors,
        0,
        timezone.now(),
    )
    file.save()
    journal.write("exchange.request_commit", file, by=by)
    call_worker(file=file)


def call_worker(*, file: Import) -> None:
    """Leave a job that names the file; the row itself says what is to be done."""
    task = "exchange.commit" if file.state == State.COMMITTING else "exchange.read"
    app.configure_task(task, allow_unknown=True, queue="imports").defer(import_id=str(file.pk))


def read_or_say_why(*, file: Import, by: Actor) -> None:
    """Read in the worker: whatever stumbles, the page says so and the file is not left hanging."""
    try:
        with act_as(by, purpose=PURPOSE):
            begin_read(file=file, by=by)
        with act_as(by, purpose=PURPOSE):
            finish_read(file=file, by=by)
    except Exception:
        with act_as(by, purpose=PURPOSE):
            file.state, file.problems = State.FAILED, [Problem("read_failed").as_json()]
            file.save(update_fields=["state", "problems"])
        raise


def commit_or_say_why(*, file: Import, by: Actor) -> None:
    """Write in the worker; where the register changed meanwhile, read again and let the user look once more."""
    try:
        with act_as(by, purpose=PURPOSE):
            begin_commit(file=file, skip_errors=file.skip_errors, by=by)
        with act_as(by, purpose=PURPOSE):
            finish_commit(file=file, skip_errors=file.skip_errors, by=by)
    except NotNow as refused:
        _return(file, by)
        if refused.code == "stale":
            read_or_say_why(file=file, by=by)
        _add_problem(file, by, "register_changed" if refused.code == "stale" else "commit_failed")
    except Exception:
        _return(file, by)
        _add_problem(file, by, "commit_failed")
        raise


def _return(file: Import, by: Actor) -> None:
    """What could not be written waits for a decision again."""
    with act_as(by, purpose=PURPOSE):
        Import.objects.filter(pk=file.pk).update(state=State.PREVIEWED, claimed_at=None)
        file.refresh_from_db()


def _add_problem(file: Import, by: Actor, code: str) -> None:
    with act_as(by, purpose=PURPOSE):
        file.problems = [*file.problems, Problem(code).as_json()]
        file.save(update_fields=["problems"])


@transaction.atomic
def read(*, file: Import, by: Actor) -> Import:
    """Read a file and keep its preview, in one go; nothing of the domains is written."""
    begin_read(file=file, by=by)
    return finish_read(file=file, by=by)


@transaction.atomic
def begin_read(*, file: Import, by: Actor) -> None:
    """Claim a file for reading; a transaction of its own in the worker, so that the page shows it."""
    _start(file, State.READING)
    _forget_preview(file)
    journal.write("exchange.begin_read", file, by=by)


@transaction.atomic
def finish_read(*, file: Import, by: Actor) -> Import:
    """Read a claimed file; its row is touched only at the end, for progress is written beside this transaction."""
    with progress.shown(file.pk) as tell, without_collecting():
        _read_and_note(file, tell, by)
    return file


def bring_in(*, file: Import, skip_errors: bool = False, by: Actor) -> Import:
    """Read a file and write its rows as they are compared, all or nothing; one that may not go in is only read.

    Raises NotNow, with nothing kept, where somebody was registered meanwhile.
    """
    begin_read(file=file, by=by)
    try:
        with transaction.atomic(), progress.shown(file.pk) as tell, without_collecting():
            writer = FileWriter(file, by)

            def taker(errors: int) -> HandOn | None:
                refusal = why_not_write(file.problems, errors, skip_errors=skip_errors)
                return None if refusal else writer.take

            if _read_and_note(file, tell, by, taker):
                _finish_bringing(file, writer, skip_errors, by)
    except BaseException:
        file.refresh_from_db()
        raise
    return file


def _finish_bringing(file: Import, writer: FileWriter, skip_errors: bool, by: Actor) -> None:
    """The rest of a file whose people are written."""
    begin_commit(file=file, skip_errors=skip_errors, by=by)
    with overlapping():
        writer.finish()
    registered = sum(outcomes.get(Outcome.NEW, 0) for outcomes in file.counts.values())
    if is_stale(file, registered=registered):
        raise NotNow("stale")
    _end(file, skip_errors, by)


def _read_and_note(file: Import, tell: Any, by: Actor, taker: Taker | None = None) -> bool:
    """Read a claimed file; returns whether its rows were handed on."""
    was_taken = False
    try:
        was_taken = compare(file, tell, taker)
    except FileRefused as refused:
        file.state, file.problems = State.FAILED, [Problem(refused.code).as_json()]
    file.save()
    readings.note(Action.SEARCH, purpose=Purpose.IMPORT, rows=file.total, by=by)
    journal.write("exchange.read", file, detail={"state": file.state}, by=by)
    return was_taken


def _start(file: Import, state: str) -> None:
    file.state, file.claimed_at, file.done = state, timezone.now(), 0
    file.save(update_fields=["state", "claimed_at", "done"])


@transaction.atomic
def _forget_preview(file: Import) -> None:
    chunks = list(file.rows.filter(chunk__isnull=False).values_list("chunk", flat=True).distinct())
    vault.drop([chunk for chunk in [*chunks, file.asked] if chunk is not None])
    file.rows.all().delete()
    file.problems, file.counts, file.columns, file.asked, file.total = [], {}, {}, None, 0
    file.save()


def commit(*, file: Import, skip_errors: bool = False, by: Actor) -> Import:
    """Write what the preview promised, in one go, all or nothing; raises NotNow with the reason."""
    try:
        with transaction.atomic():
            begin_commit(file=file, skip_errors=skip_errors, by=by)
            return finish_commit(file=file, skip_errors=skip_errors, by=by)
    except BaseException:
        file.refresh_from_db()
        raise


@transaction.atomic
def begin_commit(*, file: Import, skip_errors: bool = False, by: Actor) -> None:
    """Claim a file for writing; raises NotNow with the reason."""
    refusal = why_not_commit(file, skip_errors=skip_errors)
    if refusal:
        raise NotNow(refusal)
    _start(file, State.COMMITTING)
    journal.write("exchange.begin_commit", file, by=by)


@transaction.atomic
def finish_commit(*, file: Import, skip_errors: bool = False, by: Actor) -> Import:
    """Write a claimed file, all or nothing; raises NotNow where the register changed since it was read."""
    with progress.shown(file.pk) as tell, without_collecting():
        one_at_a_time()
        if is_stale(file):
            raise NotNow("stale")
        with overlapping():
            write_stored(file, by, tell)
        _end(file, skip_errors, by)
    return file


def _end(file: Import, skip_errors: bool, by: Actor) -> None:
    """A file that was written."""
    file.state, file.committed_at, file.skip_errors = State.COMMITTED, timezone.now(), skip_errors
    file.done = file.total
    drop_staging(file)
    file.save()
    take_stock(file.total)
    journal.write("exchange.commit", file, detail={"counts": file.counts}, by=by)
    if file.told_to is not None:
        tell_soon(file)
    search_soon(file.agency_id)


@transaction.atomic
def settle(*, row: ImportRow, person_id: UUID | None, by: Actor) -> int:
    """Decide who a waiting row means, None for a new person; every waiting row of the same spelling goes with it."""
    file = Import.objects.select_related("agency", "grant").get(pk=row.file_id)
    if file.state != State.COMMITTED:
        raise NotNow("not_committed")
    waiting = file.rows.select_for_update().filter(
        outcome=ImportRow.Outcome.MAYBE, settled_at__isnull=True, person_id__isnull=True
    )
    rows = list(waiting.filter(identity=row.identity).order_by("id"))
    if row.pk not in {one.pk for one in rows}:
        raise NotNow("settled_already")
    outcome = ImportRow.Outcome.SAME if person_id else ImportRow.Outcome.NEW
    for place, one in enumerate(rows):
        one.person_id = person_id or rows[0].person_id or uuid4()
        one.outcome = outcome if place == 0 else ImportRow.Outcome.SAME
        one.known = (
            SourceRow.objects.filter(project=file.grant_id or file.agency_id, sheet=one.sheet, key=one.key)
            .values_list("id", flat=True)
            .first()
        )
    writing = Writing(file=file, by=by, grant=file.grant, words=Words(file.agency_id))
    for sheet, write in (("applications", applications.write), ("services", services.write)):
        staged = [one for one in opened(rows) if one.row.sheet == sheet]
        if staged:
            write(writing, staged, chosen=MatchDecision.Outcome.CHOSEN)
    writing.loop.close(by)
    for one in rows:
        one.outcome, one.settled_at, one.settled_by = ImportRow.Outcome.MAYBE, timezone.now(), by.id
        one.save()
        journal.write("exchange.settle", one, person=one.person_id, by=by)
    drop_staging(file)
    search_soon(file.agency_id)
    return len(rows)


@transaction.atomic
def explain(
    *,
    file: Import,
    agency: Agency,
    headings: Mapping[tuple[str, str], str],
    words: Mapping[tuple[str, str], tuple[str, str]],
    by: Actor,
) -> None:
    """Remember what unknown headings and words mean, and have the file read again with that.

    Headings are {(kind of sheet, heading): column}, where "" leaves the column out; words are
    {(matter, word): (id of the reference row or "", category of a new one)}.
    """
    for (sheet, heading), column in headings.items():
        heading_choice, _ = HeadingChoice.objects.update_or_create(
            agency=agency,
            sheet=sheet,
            heading=folded(heading),
            defaults={"column": column, "chosen_by": by.id},
        )
        journal.write("exchange.explain_heading", heading_choice, by=by)
    for (matter, word), (target, category) in words.items():
        word_choice, _ = WordChoice.objects.update_or_create(
            agency=agency,
            matter=matter,
            word=plain(word)[:200],
            defaults={"target": target, "category": category, "chosen_by": by.id},
        )
        journal.write("exchange.explain_word", word_choice, by=by)
    request_read(file=file, by=by)


@transaction.atomic
def withdraw(*, file: Import, by: Actor) -> None:
    """Take back a file that was not written: its preview and its sealed workbook are destroyed."""
    if file.state == State.COMMITTED:
        raise NotNow("committed")
    _forget_preview(file)
    journal.write("exchange.withdraw", file, by=by)
    workbook = file.workbook
    file.delete()
    documents.discard(file=workbook, by=by)
