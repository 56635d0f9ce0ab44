"""`tirek lookup --file`: every row of a list asked of the registry as a page would ask, one after another, into a file of hits.

Nothing half written: the hits stand under a temporary name until the last row is done. Every search leaves its row in the access log, and
that row is committed before a hit is written anywhere. An IIN is looked up as often as on a page; beyond that the row is asked by its
name, and the end says so. Of a person the reader may not see no more is written than that a record exists elsewhere.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tirek.agencies.models import Worker
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk.lookup import spoken
from tirek.desk.queries import guesses, says_something
from tirek.gate import tallies, vault
from tirek.gate.acting import act_as
from tirek.linkage.batch.folding_rows import understood
from tirek.linkage.batch.lists import Fault, Row, read_list
from tirek.linkage.batch.problems import BatchProblem
from tirek.machine.problems import Problem, disk_full, of_oserror

COLUMNS: Final = ("id", "place", "person", "score", "outcome")
ELSEWHERE: Final = "elsewhere"
"""Stands for a person whom the reader may not see."""
NOT_ASKED: Final = "not_asked"
MOST_HITS: Final = 50
_SAID: Final = 20
_AT_ONCE: Final = 50
Hit = tuple[str, int | str, str, str, str]


@dataclass
class Account:
    """What became of the rows."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    without_iin: list[str] = field(default_factory=list)
    until: datetime | None = None


def run_lookup_list(path: Path, out: Path, top: int, worker: Worker) -> int:
    """Ask row by row and write the hits; 0 when every row was asked, 1 when some were left out; raises Problem."""
    with translation.override(spoken()):
        if not 1 <= top <= MOST_HITS:
            raise Problem(
                _("--top is a number from 1 to %(most)s.") % {"most": MOST_HITS}, _("Correct it and repeat.")
            )
        account = Account()
        try:
            with _whole(out) as stream:
                write = csv.writer(stream)
                write.writerow(COLUMNS)
                for hits in _asked(path, top, worker, account):
                    write.writerows(hits)
        except BatchProblem as problem:
            raise Problem(problem.english if spoken() == "en" else problem.russian) from None
        _tell(account, out)
        return int(any(fault.left_out for fault in account.faults) or NOT_ASKED in account.outcomes)


@contextmanager
def _whole(out: Path) -> Iterator[IO[str]]:
    """A file beside `out` that takes its name when all is written, and goes when it is not."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    except OSError as error:
        raise _not_written(out, error) from None
    unfinished = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(out)
    except OSError as error:
        raise _not_written(out, error) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _not_written(out: Path, error: OSError) -> Problem:
    if isinstance(of_oserror(error, out), Problem) and error.errno == 28:
        return disk_full(out.parent)
    why = error.strerror or str(error)
    return Problem(
        _("%(file)s cannot be written (%(why)s).") % {"file": out, "why": why},
        _("Check the folder and the right to write there, and repeat. Nothing was written."),
    )


def _asked(path: Path, top: int, worker: Worker, account: Account) -> Iterator[list[Hit]]:
    """The hits of some rows at a time, each time after their searches are committed to the access log."""
    bar = _Bar(path)
    rows = read_list(path)
    while block := list(islice(rows, _AT_ONCE)):
        hits: list[Hit] = []
        with act_as(worker.actor, purpose="command.lookup"):
            for row in block:
                hits += _hits(row, top, worker, account)
        yield hits
        bar.step(len(block))
    bar.end()


def _hits(row: Row | Fault, top: int, worker: Worker, account: Account) -> list[Hit]:
    """Who may be meant by one row, the likeliest first; one line without a person where nobody is."""
    if isinstance(row, Fault):
        account.faults.append(row)
        return []
    entry, faults = understood(row, lambda iin: vault.digest(vault.IIN, iin))
    account.faults += faults
    if entry is None:
        return []
    subject = entry.subject
    if subject.iin_digest is not None and not _may_ask_by_iin(worker, account):
        subject = replace(subject, iin_digest=None)
        account.without_iin.append(entry.id)
        if not says_something(subject):
            account.outcomes[NOT_ASKED] += 1
            return [(entry.id, "", "", "", NOT_ASKED)]
    found = guesses(subject, most=top)
    readings.note(Action.SEARCH, purpose=Purpose.RECOGNISE, rows=len(found), by=worker.actor)
    account.outcomes[found.outcome] += 1
    if found.is_cut:
        account.cut.append(entry.id)
    return [
        (
            entry.id,
            place,
            str(one.person.number) if one.person else ELSEWHERE,
            f"{one.bits:.2f}",
            found.outcome,
        )
        for place, one in enumerate(found, 1)
    ] or [(entry.id, "", "", "", found.outcome)]


def _may_ask_by_iin(worker: Worker, account: Account) -> bool:
    """As often as on a page; once refused, the rest of the list is not counted any more."""
    if account.until is None:
        try:
            tallies.count(tallies.SEARCH_BY_IIN, worker.id)
        except tallies.TooOften as often:
            account.until = often.until
    return account.until is None


class _Bar:
    """How far the list is, on a terminal only: rows done, of about how many by the size of the file."""

    def __init__(self, path: Path) -> None:
        self.done, self.of = 0, 0
        self.shows = sys.stderr.isatty()
        if self.shows and path.is_file():
            with path.open("rb") as stream:
                self.of = max(
                    sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) - 1, 0
                )

    def step(self, rows: int) -> None:
        """So many rows more."""
        self.done += rows
        if self.shows:
            share = min(1.0, self.done / self.of) if self.of else 0.0
            drawn = "█" * round(30 * share)
            print(
                f"\r{drawn:░<30} {self.done}/{max(self.of, self.done)}", end="", file=sys.stderr, flush=True
            )

    def end(self) -> None:
        """Leave the line."""
        if self.shows and self.done:
            print(file=sys.stderr)


def _tell(account: Account, out: Path) -> None:
    """The account on standard error: the file alone holds the hits."""
    counted = account.outcomes
    _say(
        _(
            "%(rows)s rows asked: this person %(same)s, maybe %(maybe)s, new %(new)s. The hits are in %(file)s."
        )
        % {
            "rows": sum(counted.values()),
            "same": counted["same"],
            "maybe": counted["maybe"],
            "new": counted["new"],
            "file": out,
        }
    )
    for fault in account.faults[:_SAID]:
        _say(_("Line %(line)s: %(what)s.") % {"line": fault.line, "what": fault.what})
    if len(account.faults) > _SAID:
        _say(_("And %(count)s more remarks of this kind.") % {"count": len(account.faults) - _SAID})
    if account.cut:
        _say(
            _(
                "More people look alike than were compared in %(count)s rows: only the likeliest are listed. Add a birth date,"
                " a patronymic or an IIN. Rows: %(rows)s."
            )
            % {"count": len(account.cut), "rows": _few(account.cut)}
        )
    if account.until is not None:
        _say(
            _(
                "Searches by IIN are limited: %(count)s rows were asked by name only. Repeat them after %(time)s. Rows: %(rows)s."
            )
            % {
                "count": len(account.without_iin),
                "time": f"{timezone.localtime(account.until):%H:%M}",
                "rows": _few(account.without_iin),
            }
        )


def _few(ids: list[str]) -> str:
    return ", ".join(ids[:_SAID]) + (" …" if len(ids) > _SAID else "")


def _say(text: str) -> None:
    print(text, file=sys.stderr)
