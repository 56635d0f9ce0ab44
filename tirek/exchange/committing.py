"""Writing a previewed file into the domains, sheet by sheet, inside the one transaction of the action."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db import connection

from tirek.audit.actors import Actor
from tirek.cases import actions as case_actions
from tirek.exchange.models import Import, ImportRow, SourceRow
from tirek.exchange.projects import find, open_project
from tirek.exchange.rows.project import whole
from tirek.exchange.sheets import KINDS
from tirek.exchange.staged import TO_WRITE, Outcome, Staged, stored
from tirek.exchange.words import Words
from tirek.exchange.writing import applications, grant_sheets, participants, services
from tirek.exchange.writing.context import Writing
from tirek.gate import vault
from tirek.grants.models import Grant
from tirek.services import actions as service_actions

_ADOPTED: Final = ("application", "service")
_LARGE: Final = 10_000
"""Rows after which a register looks so different that its statistics mislead the planner until autovacuum comes by."""


MOST_AT_ONCE: Final = 1_000
"""People of whose needs and referrals a file tells as it is written."""
_AS_THEY_COME: Final = {"applications": applications.write, "services": services.write}


class FileWriter:
    """A previewed file on its way into the domains: people's sheets as they come, the grant's own at the end."""

    def __init__(self, file: Import, by: Actor, tell: Callable[[int], None] = lambda rows: None) -> None:
        self._writing = Writing(file=file, by=by, grant=None, words=Words(file.agency_id), tell=tell)
        self._kept: defaultdict[str, list[Staged]] = defaultdict(list)
        self._has_begun = False

    def take(self, rows: Sequence[Staged]) -> None:
        """Write these rows or keep them for the end; sheets come in the order of KINDS, each whole or in pieces."""
        for sheet, found in groupby(rows, key=_sheet_of):
            if sheet in _AS_THEY_COME:
                self._begin()
                _AS_THEY_COME[sheet](self._writing, [one for one in found if one.row.outcome in TO_WRITE])
            else:
                self._kept[sheet] += found

    def finish(self) -> None:
        """Tell what the rows say of needs and referrals; write what was kept."""
        self._begin()
        self._close_the_loop()
        self._write_grant_sheets()
        self._writing.file.grant = self._writing.grant

    def _of(self, sheet: str, outcomes: Container[str] = TO_WRITE) -> list[Staged]:
        return [one for one in self._kept[sheet] if one.row.outcome in outcomes]

    def _begin(self) -> None:
        """The grant first: every other row hangs on it."""
        if self._has_begun:
            return
        self._has_begun = True
        writing, file = self._writing, self._writing.file
        rows = self._of("project", [Outcome.PLAIN, Outcome.CHANGED, Outcome.UNCHANGED])
        project = whole([one.record for one in rows])
        fresh = [one for one in rows if one.row.outcome != Outcome.UNCHANGED]
        if project is not None and fresh:
            is_first = not Grant.objects.filter(agency=file.agency).exists()
            writing.grant = open_project(file.agency, project, writing.by)
            if is_first:
                _adopt(file, writing.grant, writing.by)
            grant_sheets.write_project(writing, fresh)
        else:
            writing.grant = find(file, project).grant

    def _close_the_loop(self) -> None:
        """A file of many people tells of needs and referrals later: see `later`."""
        loop, by = self._writing.loop, self._writing.by
        if len(loop.people) > MOST_AT_ONCE:
            loop.put_off(by)
            self._writing.file.told_to = UUID(int=0)
        else:
            loop.close(by)

    def _write_grant_sheets(self) -> None:
        for sheet, write in (
            ("plan", grant_sheets.write_plan),
            ("declared", grant_sheets.write_declared),
            ("events", grant_sheets.write_events),
            ("recipients", grant_sheets.write_recipients),
        ):
            rows = self._of(sheet)
            if rows:
                write(self._writing, rows)
        articles = self._of("budget")
        if articles:
            grant_sheets.write_budget(self._writing, articles, self._of("budget", [Outcome.UNCHANGED]))
        participants.write(self._writing, self._of("participants"))


def _sheet_of(staged: Staged) -> str:
    return staged.row.sheet


def write_stored(file: Import, by: Actor, tell: Callable[[int, int], None]) -> None:
    """Everything the preview promised, or nothing."""
    total = sum(
        count
        for outcomes in file.counts.values()
        for outcome, count in outcomes.items()
        if outcome != Outcome.UNCHANGED
    )
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        tell(done, total)

    writer = FileWriter(file, by, told)
    for sheet in KINDS:
        writer.take(stored(file, sheet))
    writer.finish()


def _adopt(file: Import, grant: Grant, by: Actor) -> None:
    """Rows that were taken in before there was a grant belong to the first one, with the records they made."""
    rows = SourceRow.objects.filter(project=file.agency_id)
    made = {
        kind: list(rows.filter(target_kind=kind).values_list("target_id", flat=True)) for kind in _ADOPTED
    }
    case_actions.adopt(applications=made["application"], grant=grant, by=by)
    service_actions.adopt(services=made["service"], grant=grant, by=by)
    rows.update(project=grant.pk)


def one_at_a_time() -> None:
    """Two files may mean the same new person: they are written one after the other, and the second looks again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [0x7123_0002])


def take_stock(rows: int) -> None:
    """Tell the planner after a large import, or the first pages would be searched for in the wrong order."""
    if rows >= _LARGE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT exchange_take_stock()")


def drop_staging(file: Import) -> None:
    """Destroy the staged records that nobody has to decide on any more."""
    rows = ImportRow.objects.filter(file=file, chunk__isnull=False)
    waiting = rows.filter(outcome=Outcome.MAYBE, settled_at__isnull=True, person_id__isnull=True)
    keep = set(waiting.values_list("chunk", flat=True).distinct())
    gone = [chunk for chunk in rows.values_list("chunk", flat=True).distinct() if chunk not in keep]
    vault.drop([chunk for chunk in gone if chunk is not None])
    rows.filter(chunk__in=gone).update(chunk=None)
