"""What stops a batch: one plain sentence in Russian and in English, with what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BatchProblem(Exception):
    """Something the person who runs the batch can mend."""

    def __init__(self, english: str, russian: str) -> None:
        super().__init__(english)
        self.english = english
        self.russian = russian


def unreadable(path: Path, error: OSError) -> BatchProblem:
    """A list that cannot be opened."""
    why = error.strerror or str(error)
    return BatchProblem(
        f"The list {path} cannot be read ({why}). Check the name of the file and the right to read it.",
        f"Список {path} не читается ({why}). Проверьте имя файла и право на чтение.",
    )


def disk_full(where: Path) -> BatchProblem:
    """No space for the work folder or the output."""
    return BatchProblem(
        f"The disk is full: {where}. Free some space and repeat: what was done is kept and goes on from there.",
        f"На диске нет места: {where}. Освободите место и повторите: сделанное сохранено, работа продолжится с того же места.",
    )


FULL = ("No space left", "ENOSPC", "Disk quota exceeded", "disk is full")


@contextmanager
def plainly(where: Path) -> Iterator[None]:
    """A full disk, told by the system or by an engine, as one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise disk_full(where) from None
        raise
    except Exception as error:
        if any(sign in str(error) for sign in FULL):
            raise disk_full(where) from None
        raise
