"""Under whom a record stands, for the SQL of lists: the person it is joined into where the reader sees that one, else its own."""

from __future__ import annotations

from typing import Final

STANDING: Final = "COALESCE(above.id, person.id), COALESCE(above.name, person.name)"
"""The id and the name, of a query that joins `with_person`."""


def with_person(column: str) -> str:
    """Join the record that a column names, and the one above it; a row whose person the reader does not see is not there."""
    return (
        f"JOIN people_person AS person ON person.id = {column}"
        " LEFT JOIN people_person AS above ON above.id = person.canonical_id"
    )
