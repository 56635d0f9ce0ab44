"""Reading a file and comparing it with the register and with what earlier files said."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from tirek.documents import queries as stored
from tirek.exchange.committing import one_at_a_time
from tirek.exchange.issues import Problem
from tirek.exchange.marks import Marks
from tirek.exchange.models import HeadingChoice, Import
from tirek.exchange.previewing import HandOn, Preview, keep_rows, missing_project
from tirek.exchange.projects import hold_back_poorer, project_of
from tirek.exchange.reading import Reading, read_workbook
from tirek.exchange.words import Words
from tirek.gate import vault

Taker = Callable[[int], HandOn | None]
"""Told how many rows cannot go in: who takes the others as they are compared, or None."""


def compare(file: Import, tell: Callable[[int, int], None], taker: Taker | None = None) -> bool:
    """Read a file and keep its preview; returns whether its rows were taken by somebody who writes them at once.

    Whoever may take them is asked when it is known how many rows cannot go in, before anybody is compared; from then on no other file
    is written.
    """
    file.read_at = timezone.now()
    marks = Marks()
    reading = read_workbook(
        stored.body_of(file.workbook),
        today=timezone.localdate(),
        chosen=_chosen_headings(file),
        tell=lambda done, rows: tell(done, 2 * rows),
        mark=marks.mark,
    )
    if taker is not None:
        one_at_a_time()
    project = project_of(file, reading)
    hold_back_poorer(file, reading, project)
    rows = len(reading.rows)
    preview = Preview(file, reading, project, marks.subjects)
    problems = [*reading.problems, *missing_project(reading, project)]
    file.problems = [problem.as_json() for problem in problems]
    take = taker(preview.errors) if taker is not None else None
    keep_rows(preview, lambda done: tell(rows + done, 2 * rows), take)
    if preview.is_cut:
        file.problems.append(Problem("namesakes_cut").as_json())
    file.columns = reading.columns
    file.counts = {sheet: dict(outcomes) for sheet, outcomes in preview.counts.items()}
    file.done = file.total = rows
    file.asked = _ask(file, reading, preview.words)
    file.state = Import.State.PREVIEWED
    return take is not None


def _ask(file: Import, reading: Reading, words: Words) -> UUID | None:
    """Seal what has to be asked once: a cell of a file may hold anything, a stray name too."""
    asked = {
        "headings": [list(heading) for heading in reading.unknown],
        "words": {str(matter): list(found.values()) for matter, found in words.unknown.items() if found},
    }
    if not any(asked.values()):
        return None
    return vault.put(vault.SOURCE_ROWS, json.dumps(asked, ensure_ascii=False))


def _chosen_headings(file: Import) -> dict[str, dict[str, str]]:
    chosen: dict[str, dict[str, str]] = {}
    for choice in HeadingChoice.objects.filter(agency_id=file.agency_id):
        chosen.setdefault(choice.sheet, {})[choice.heading] = choice.column
    return chosen
