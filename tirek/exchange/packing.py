"""Normalised records as compact JSON for the vault, and back; and the keyed fingerprints of what they say."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from operator import attrgetter
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
from tirek.gate import vault

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
_FINGERPRINT: Final = 16


def _getter_of(record: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(record)))


_GETTERS: Final = {record: _getter_of(record) for record in (*RECORDS.values(), WrittenPerson)}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return _GETTERS[type(value)](value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode


def pack(record: Any) -> str:
    """A record as one line of JSON: its values in the order of its fields."""
    return _encode(_GETTERS[type(record)](record))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _person(values: list[Any]) -> WrittenPerson:
    name, iin, birth_on, birth_year, sex = values
    return WrittenPerson(name=name, iin=iin, birth_on=_day(birth_on), birth_year=birth_year, sex=sex)


def _shape_of(record: type[Any]) -> tuple[tuple[str, Callable[[Any], Any] | None], ...]:
    turn: dict[str, Callable[[Any], Any]] = {"person": _person, "phones": tuple}
    return tuple(
        (field.name, _day if field.name.endswith("_on") else turn.get(field.name)) for field in fields(record)
    )


_SHAPES: Final = {record: _shape_of(record) for record in RECORDS.values()}


def unpack(sheet: str, values: list[Any]) -> Any:
    """The record that `pack` wrote."""
    kind = RECORDS[sheet]
    return kind(
        **{
            name: turn(value) if turn else value
            for (name, turn), value in zip(_SHAPES[kind], values, strict=True)
        }
    )


def fingerprint(*parts: str) -> str:
    """A keyed digest of what a row says: equal texts, equal fingerprints, and nothing to be read from it."""
    return vault.digest("source_row", "\x1f".join(parts))[:_FINGERPRINT].hex()


def identity_of(written: WrittenPerson) -> str:
    """The fingerprint of one spelling of a person."""
    return fingerprint("person", pack(written))


def key_text(key: tuple[object, ...]) -> str:
    """A row's key as it is kept: a number in the clear, anything else as a keyed digest."""
    if key[0] == "№":
        return str(key[1])
    return "~" + fingerprint("key", *(str(part) for part in key))
