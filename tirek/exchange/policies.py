"""May a preview be written, and if not, why not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from tirek.exchange.models import Import, ImportRow
from tirek.people.models import Person

_NEVER_LEFT_OUT: Final = frozenset({"no_project", "project_incomplete"})
"""Without a grant to hang them on, the other rows of a file cannot be written, whatever else is left out."""


def why_not_commit(file: Import, *, skip_errors: bool) -> str:
    """A code that says what stands in the way; "" when nothing does."""
    if file.state not in {Import.State.PREVIEWED, Import.State.COMMITTING}:
        return "not_previewed"
    return why_not_write(file.problems, error_count(file), skip_errors=skip_errors)


def why_not_write(problems: Collection[Mapping[str, Any]], errors: int, *, skip_errors: bool) -> str:
    """The same of a file with these problems and so many rows that cannot go in, before its people are compared."""
    if any(problem["code"] in _NEVER_LEFT_OUT for problem in problems):
        return "no_grant"
    if any(problem["severity"] == "error" for problem in problems) and not skip_errors:
        return "file_problems"
    if not skip_errors and errors:
        return "row_errors"
    return ""


def error_count(file: Import) -> int:
    """How many rows of the preview cannot go in."""
    return sum(outcomes.get(ImportRow.Outcome.ERROR, 0) for outcomes in file.counts.values())


def is_stale(file: Import, *, registered: int = 0) -> bool:
    """Whether the register or the earlier rows changed since the file was compared with them, but for those it registered itself."""
    if file.read_at is None:
        return True
    since = Person.objects.filter(registered_at__gt=file.read_at)
    if since.count() > registered:
        return True
    return Import.objects.filter(agency_id=file.agency_id, committed_at__gt=file.read_at).exists()
