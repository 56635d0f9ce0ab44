"""`tirek import`: a workbook from the command line, with a readable account or one JSON list."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.agencies.models import Worker
from tirek.exchange import actions
from tirek.exchange.messages import issue_in_words, outcome_in_words, problem_in_words
from tirek.exchange.models import Import, ImportRow
from tirek.exchange.policies import why_not_commit
from tirek.exchange.queries import asked_of, listed_rows
from tirek.people.models import Person

_SHOWN_ROWS: Final = 200
_SAID_EACH: Final = 20
_ATTEMPTS: Final = 3


def run_import(
    path: Path,
    *,
    dry_run: bool,
    settle: str,
    as_json: bool,
    skip_errors: bool,
    worker: Worker,
) -> int:
    """Read a workbook and write it unless it is a dry run; 0 when everything asked for was done, 1 when not."""
    with override("ru"):
        try:
            body = Path(path).read_bytes()
        except OSError as error:
            _say(_("The file cannot be opened: %(why)s.") % {"why": error.strerror or str(error)})
            return 1
        file = actions.receive(
            name=Path(path).name, body=body, agency=worker.agency, settle=settle, by=worker.actor
        )
        if dry_run:
            actions.read(file=file, by=worker.actor)
            done = file.state == Import.State.PREVIEWED and not why_not_commit(file, skip_errors=skip_errors)
        else:
            done = _bring_in(file, worker, skip_errors=skip_errors)
        if as_json:
            print(json.dumps(rows_as_json(file), ensure_ascii=False))
        _account(file, to_stderr=as_json, dry_run=dry_run)
        if file.state != Import.State.COMMITTED:
            actions.withdraw(file=file, by=worker.actor)
        return 0 if done else 1


def _bring_in(file: Import, worker: Worker, *, skip_errors: bool) -> bool:
    """Read and write; where the register changed meanwhile, try again. Whether the file was written."""
    for attempt in range(_ATTEMPTS):
        try:
            actions.bring_in(file=file, skip_errors=skip_errors, by=worker.actor)
        except actions.NotNow:
            if attempt == _ATTEMPTS - 1:
                return False
        else:
            break
    return file.state == Import.State.COMMITTED


def rows_as_json(file: Import) -> list[dict[str, Any]]:
    """Each row's sheet, number, outcome, score and an opaque key of its person."""
    rows = ImportRow.objects.filter(file=file).order_by("id")
    fields = rows.values_list("sheet_title", "row_number", "outcome", "bits", "person_id")
    listed = list(fields.iterator(chunk_size=5000))
    anchors = _anchors({row[4] for row in listed if row[4] is not None})
    return [
        {
            "sheet": sheet,
            "row": number or None,
            "outcome": outcome,
            "score": round(bits, 1) if bits is not None else None,
            "person": str(anchors.get(person, person)) if person else None,
        }
        for sheet, number, outcome, bits, person in listed
    ]


def _anchors(people: set[UUID]) -> dict[UUID, UUID]:
    """People who were joined to others, and to whom."""
    joined = Person.objects.filter(pk__in=people, head__isnull=False).only("id", "head")
    return {person.pk: person.anchor_id for person in joined}


def _account(file: Import, *, to_stderr: bool, dry_run: bool) -> None:
    """Say in plain words what the file holds, what is wrong with it and what was done."""
    lines = [_("Grant: %(title)s") % {"title": file.grant.title}] if file.grant else []
    lines += [problem_in_words(problem) for problem in file.problems]
    lines += _mistakes(listed_rows(file, [ImportRow.Outcome.ERROR]))
    lines += _warnings(file) + _doubts(file) + _totals(file) + _questions(file)
    if file.state == Import.State.COMMITTED:
        lines.append(_("The file is in the registry."))
    elif dry_run:
        lines.append(_("Nothing was written: this was a dry run."))
    elif file.state == Import.State.PREVIEWED:
        lines.append(_("Nothing was written. Correct the rows, or leave them out with --skip-errors."))
    else:
        lines.append(_("Nothing was written."))
    print("\n".join(lines), file=sys.stderr if to_stderr else sys.stdout)


def _warnings(file: Import) -> list[str]:
    """Warnings of rows that go in all the same."""
    return _mistakes(listed_rows(file).exclude(outcome=ImportRow.Outcome.ERROR).exclude(issues=[]))


def _mistakes(rows: Iterable[ImportRow]) -> list[str]:
    """What is wrong with rows, in the order of the file; a mistake that repeats is said a few times, then counted."""
    said: list[str] = []
    met: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        for issue in row.issues:
            kind = (row.sheet_title, issue.get("column", ""), issue["code"])
            met[kind] += 1
            if met[kind] <= _SAID_EACH:
                said.append(issue_in_words(row, issue))
    more = sum(count - _SAID_EACH for count in met.values() if count > _SAID_EACH)
    if more:
        said.append(_("More of the same: %(count)s.") % {"count": more})
    return said


def _doubts(file: Import) -> list[str]:
    """Rows that may mean somebody and rows that vanished, by their places; names stay on the page."""
    said = []
    for row in listed_rows(file, [ImportRow.Outcome.MAYBE, ImportRow.Outcome.VANISHED])[:_SHOWN_ROWS]:
        if row.outcome == ImportRow.Outcome.MAYBE:
            told = _("Sheet «%(sheet)s», row %(row)s: maybe somebody of the registry, candidates: %(count)s.")
            said.append(
                told % {"sheet": row.sheet_title, "row": row.row_number, "count": len(row.candidates)}
            )
        elif row.key[:1] not in ("~", "#"):
            told = _("Sheet «%(sheet)s», № %(number)s is no longer in the file; it stays in the records.")
            said.append(told % {"sheet": row.sheet_title, "number": row.key})
    return said


def _totals(file: Import) -> list[str]:
    totals: Counter[str] = Counter()
    for outcomes in file.counts.values():
        totals.update(outcomes)
    return [f"{outcome_in_words(outcome)}: {count}" for outcome, count in sorted(totals.items())]


def _questions(file: Import) -> list[str]:
    """What the file leaves to be checked: unknown headings and words, warnings, rows that wait."""
    asked = asked_of(file)
    lines = [
        _("Sheet «%(sheet)s»: the column «%(heading)s» is not known and was left out.")
        % {"sheet": title, "heading": heading}
        for _kind, title, heading in asked["headings"]
    ]
    for words in asked["words"].values():
        lines += [
            _("Not known yet, kept as written, to be checked: «%(word)s».") % {"word": word} for word in words
        ]
    return lines


def _say(text: str) -> None:
    print(text, file=sys.stderr)
