"""What can be wrong with a file, a sheet or a row: codes and places, never the value itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Severity = Literal["error", "warning"]

WARNINGS: Final = frozenset(
    {
        "birth_unreadable",
        "consent_undated",
        "entered_unknown",
        "exists_elsewhere",
        "iin_bad",
        "iin_birth_differs",
        "iin_sex_differs",
        "namesakes_cut",
        "other_organisation",
        "reason_missing",
        "register_changed",
        "commit_failed",
        "line_left_out",
        "person_changed",
        "text_equals",
        "result_missing",
        "result_unknown",
        "sex_unknown",
        "sheet_empty",
        "sheet_unknown",
        "status_unknown",
        "kind_unknown",
        "text_cut",
    }
)
"""Codes that are said but do not keep a row out."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with a cell or a row."""

    code: str
    column: str = ""
    other_row: int | None = None

    @property
    def severity(self) -> Severity:
        """Whether the row can still go in."""
        return "warning" if self.code in WARNINGS else "error"

    def as_json(self) -> dict[str, Any]:
        """The form in which it is kept with the row."""
        kept: dict[str, Any] = {"code": self.code, "severity": self.severity}
        if self.column:
            kept["column"] = self.column
        if self.other_row is not None:
            kept["row"] = self.other_row
        return kept


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file or a whole sheet."""

    code: str
    sheet: str = ""
    column: str = ""
    row: int | None = None

    @property
    def severity(self) -> Severity:
        """Whether the import can still go on."""
        return "warning" if self.code in WARNINGS else "error"

    def as_json(self) -> dict[str, Any]:
        """The form in which it is kept with the import."""
        return {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet,
            "column": self.column,
            "row": self.row,
        }


class FileRefused(Exception):
    """The file cannot be read at all; the code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
