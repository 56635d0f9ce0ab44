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
from queue import SimpleQueue
from typing import Any, Final

from tirek.exchange.issues import FileRefused
from tirek.exchange.sheets import Record, Table, find_table
from tirek.exchange.workbook import Sheet, open_workbook

LARGE: Final = 500_000
"""A workbook of so many bytes has some thousands of rows: below that a second process costs more than it saves."""
_BATCH: Final = 1000
_LENGTH: Final = 8
"""Bytes before an answer that say how long it is."""
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
        self._heard: SimpleQueue[bytes] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._ask, args=(asked,), daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _ask(self, asked: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as pipe:
            pickle.dump(asked, pipe, pickle.HIGHEST_PROTOCOL)

    def _listen(self) -> None:
        """Take answers off the pipe, or the second process would wait until the first has read its own sheets."""
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            while answer := self._process.stdout.read(int.from_bytes(self._process.stdout.read(_LENGTH))):
                self._heard.put(answer)
        self._heard.put(b"")

    def records(self, table: Table) -> Iterator[Record]:
        """What the table itself would give, row by row."""
        while answer := self._heard.get():
            batch, left_out = pickle.loads(answer)  # noqa: S301 — from our own process
            if batch is None:
                raise FileRefused("damaged")
            yield from batch
            if left_out is not None:
                table.left_out = left_out
                return
        raise HelperDied

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
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
            body = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            pipe.write(len(body).to_bytes(_LENGTH) + body)
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
