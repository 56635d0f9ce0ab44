"""May a preview be written, and if not, why not."""

from __future__ import annotations

from typing import Final

from tirek.exchange.models import Import, ImportRow
from tirek.people.models import Person

_NEVER_LEFT_OUT: Final = frozenset({"no_project", "project_incomplete"})
"""Without a grant to hang them on, the other rows of a file cannot be written, whatever else is left out."""


def why_not_commit(file: Import, *, skip_errors: bool) -> str:
    """A code that says what stands in the way; "" when nothing does."""
    if file.state not in {Import.State.PREVIEWED, Import.State.COMMITTING}:
        return "not_previewed"
    if any(problem["code"] in _NEVER_LEFT_OUT for problem in file.problems):
        return "no_grant"
    if any(problem["severity"] == "error" for problem in file.problems) and not skip_errors:
        return "file_problems"
    if not skip_errors and error_count(file):
        return "row_errors"
    return ""


def error_count(file: Import) -> int:
    """How many rows of the preview cannot go in."""
    return sum(outcomes.get(ImportRow.Outcome.ERROR, 0) for outcomes in file.counts.values())


def is_stale(file: Import) -> bool:
    """Whether the register or the earlier rows changed since the file was compared with them."""
    if file.read_at is None:
        return True
    if Person.objects.filter(registered_at__gt=file.read_at).exists():
        return True
    return Import.objects.filter(agency_id=file.agency_id, committed_at__gt=file.read_at).exists()
