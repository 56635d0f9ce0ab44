"""What can go wrong with a machine, said in one plain sentence with what to do about it."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def speaks_russian(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal asks for Russian (LC_ALL, LC_MESSAGES and LANG, in this order)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return environ[name].lower().startswith(("ru", "kk"))
    return False


def words(english: str, russian: str) -> str:
    """The sentence in the terminal's language: set-up speaks before any catalogue is there to read."""
    return russian if speaks_russian() else english


class Problem(Exception):
    """Something the user can mend: a sentence that says what is wrong, and a sentence that says what to do."""

    def __init__(self, sentence: str, what_to_do: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.what_to_do = what_to_do

    def __str__(self) -> str:
        return f"{self.sentence} {self.what_to_do}".strip()


def disk_full(where: Path | str) -> Problem:
    """No space is left at `where`."""
    return Problem(
        words(f"The disk is full: {where}.", f"На диске нет места: {where}."),
        words(
            "Free at least 1.5 GB, or set TIREK_HOME to a folder on another disk, and repeat.",
            "Освободите не меньше 1,5 ГБ или укажите в TIREK_HOME папку на другом диске и повторите.",
        ),
    )


def no_permission(where: Path | str) -> Problem:
    """The present user may not write to `where`."""
    return Problem(
        words(f"No permission to write to {where}.", f"Нет права записи: {where}."),
        words(
            "Give yourself the right to write there, or set TIREK_HOME to a folder of your own, and repeat.",
            "Дайте себе право записи туда или укажите в TIREK_HOME свою папку и повторите.",
        ),
    )


def closed_project(where: Path | str) -> Problem:
    """The present user may not write to the program's own folder, where .venv and build/ go."""
    return Problem(
        words(f"No permission to write to {where}.", f"Нет права записи: {where}."),
        words(
            "Give yourself that right, or copy the project to a folder of your own, and repeat there.",
            "Дайте себе это право или скопируйте проект в свою папку и повторите там.",
        ),
    )


def of_oserror(error: OSError, where: Path | str) -> Problem | None:
    """The plain sentence for an operating-system error, if it is one a user can mend."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return no_permission(error.filename or where)
    return None


@contextmanager
def plainly(where: Path | str) -> Iterator[None]:
    """Turn "disk full" and "no permission" errors inside into a Problem about `where`."""
    try:
        yield
    except OSError as error:
        problem = of_oserror(error, where)
        if problem is None:
            raise
        raise problem from error


def tell(problem: Problem) -> None:
    """Print a problem to standard error the way every command does."""
    print(f"\n{problem.sentence}", file=sys.stderr)
    if problem.what_to_do:
        print(problem.what_to_do, file=sys.stderr)
