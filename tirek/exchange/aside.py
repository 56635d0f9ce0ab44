"""The longest sheet of a large workbook, read in a process of its own while this one reads the others.

The process gets the workbook through a pipe and answers through another: nothing touches the disk, and when its parent is
gone its next answer finds nobody and ends it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final

from tirek.exchange.issues import FileRefused
from tirek.exchange.sheets import Record, Table, find_table
from tirek.exchange.workbook import Sheet, open_workbook

LARGE: Final = 500_000
"""A workbook of so many bytes has some thousands of rows: below that a second process costs more than it saves."""
_BATCH: Final = 1000
_ROOT: Final = Path(__file__).resolve().parents[2]
Chosen = Mapping[str, Mapping[str, str]]


class HelperDied(RuntimeError):
    """The second process ended without an answer; the file may be as good as any."""


def longest(sheets: Sequence[Sheet]) -> Sheet | None:
    """The sheet that the second process takes; both processes must choose the same."""
    return max(sheets, key=lambda sheet: sheet.scanned.rows, default=None)


class Aside:
    """The second process, as the first one sees it."""

    def __init__(self, body: bytes, today: date, chosen: Chosen) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for the parent; this process ends with it
        )
        asked = (body, today, {kind: dict(headings) for kind, headings in chosen.items()})
        self._writer = threading.Thread(target=self._ask, args=(asked,), daemon=True)
        self._writer.start()

    def _ask(self, asked: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as pipe:
            pickle.dump(asked, pipe, pickle.HIGHEST_PROTOCOL)

    def records(self, table: Table) -> Iterator[Record]:
        """What the table itself would give, row by row."""
        assert self._process.stdout is not None
        while True:
            try:
                batch, left_out = pickle.load(self._process.stdout)  # noqa: S301 — from our own process
            except (EOFError, pickle.UnpicklingError) as error:
                raise HelperDied from error
            if batch is None:
                raise FileRefused("damaged")
            yield from batch
            if left_out is not None:
                table.left_out = left_out
                return

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._writer.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


@contextmanager
def reading_aside(body: bytes, today: date, chosen: Chosen) -> Iterator[Aside | None]:
    """A second process for a large workbook, gone when the block ends; None for a small one."""
    if len(body) < LARGE:
        yield None
        return
    aside = Aside(body, today, chosen)
    try:
        yield aside
    finally:
        aside.close()


def _answers(body: bytes, today: date, chosen: Chosen) -> Iterator[tuple[list[Record] | None, Any]]:
    """Batches of rows; with the last one, the rows that were left out."""
    sheet = longest(open_workbook(body))
    table = find_table(sheet, chosen) if sheet is not None else None
    batch: list[Record] = []
    if isinstance(table, Table):
        for record in table.records(today):
            batch.append(record)
            if len(batch) == _BATCH:
                yield batch, None
                batch = []
    yield batch, table.left_out if isinstance(table, Table) else []


def main() -> None:
    """What the second process does."""
    warnings.simplefilter("ignore")  # the first process says them
    gc.disable()
    pipe = sys.stdout.buffer

    def say(answer: tuple[list[Record] | None, Any]) -> None:
        try:
            pickle.dump(answer, pipe, pickle.HIGHEST_PROTOCOL)
            pipe.flush()
        except OSError:  # nobody listens any more
            os._exit(1)

    try:
        for answer in _answers(*pickle.load(sys.stdin.buffer)):  # noqa: S301 — from our own process
            say(answer)
    except Exception as error:  # a damaged sheet stumbles over anything; the first process says so
        say((None, None))
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
