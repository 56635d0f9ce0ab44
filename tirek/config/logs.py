"""What a log may say: where something happened and of what kind, never what was asked, found or typed.

The text of an exception, the path of a request and the message of a library may hold a name or a number; none is written. What is:
the logger, the line of code, the name of the page with its status, the job's name and number, the types of exceptions with their
frames, and of the database's errors the SQLSTATE (PostgreSQL manual, appendix A) and the constraint.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import Any, Final

OURS: Final = "tirek"


class Discreet(logging.Formatter):
    """A formatter that repeats nobody's words but the program's own."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and below it the frames of the exception."""
        said = f"{self.formatTime(record)} {record.levelname} {record.name}: {_event(record)}"
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return "\n".join([said, *_frames(error)]) if error is not None else said


def _event(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] == OURS:
        return record.getMessage()
    where = f"{record.module}:{record.lineno}"
    request, job = getattr(record, "request", None), getattr(record, "job", None)
    if request is not None:
        page = getattr(getattr(request, "resolver_match", None), "view_name", None) or "no such page"
        method = request.method if request.method in ("GET", "POST", "HEAD") else "?"
        return f"{where} {getattr(record, 'status_code', '')} {method} {page}"
    if isinstance(job, dict):
        return f"{where} {getattr(record, 'action', '')} {job.get('task_name')} {job.get('id')}"
    return where


def _frames(error: BaseException) -> Iterator[str]:
    """The exception and what it came from, the last one first."""
    met: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in met:
        met.add(id(one))
        yield f"{type(one).__module__}.{type(one).__qualname__}{_of_database(one)}"
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        one = one.__cause__ or one.__context__


def _of_database(error: BaseException) -> str:
    diag: Any = getattr(error, "diag", None)
    known = [getattr(diag, name, None) for name in ("sqlstate", "table_name", "constraint_name")]
    return "".join(f" {one}" for one in known if one)
