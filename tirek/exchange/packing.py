"""Normalised records as compact JSON for the vault, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from tirek.exchange.rows.applications import ApplicationRow
from tirek.exchange.rows.budget import BudgetRow
from tirek.exchange.rows.declared import DeclaredRow
from tirek.exchange.rows.events import EventRow
from tirek.exchange.rows.participants import ParticipantRow
from tirek.exchange.rows.person import WrittenPerson
from tirek.exchange.rows.plan import PlanRow
from tirek.exchange.rows.project import ProjectRow
from tirek.exchange.rows.recipients import RecipientRow
from tirek.exchange.rows.services import ServiceRow

RECORDS: Final[Mapping[str, type[Any]]] = {
    "project": ProjectRow,
    "applications": ApplicationRow,
    "services": ServiceRow,
    "events": EventRow,
    "participants": ParticipantRow,
    "recipients": RecipientRow,
    "plan": PlanRow,
    "budget": BudgetRow,
    "declared": DeclaredRow,
}


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a record holds no {type(value).__name__}")


pack: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), default=_plain
).encode
"""A record as one line of JSON: its values in the order of its fields, none of which holds itself."""


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _person(values: list[Any]) -> WrittenPerson:
    name, iin, birth_on, birth_year, sex = values
    return WrittenPerson(name, iin, _day(birth_on), birth_year, sex)


def _turns_of(record: type[Any]) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Which fields JSON does not keep as they are, by their places, and how they are turned back."""
    turn: dict[str, Callable[[Any], Any]] = {"person": _person, "phones": tuple}
    turn |= {name: _day for name in record._fields if name.endswith("_on")}
    return tuple((place, turn[name]) for place, name in enumerate(record._fields) if name in turn)


_TURNS: Final = {sheet: _turns_of(record) for sheet, record in RECORDS.items()}


def unpack(sheet: str, values: list[Any]) -> Any:
    """The record that `pack` wrote."""
    for place, turn in _TURNS[sheet]:
        values[place] = turn(values[place])
    return RECORDS[sheet]._make(values)
