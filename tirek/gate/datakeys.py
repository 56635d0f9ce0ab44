"""The data keys of owners, fetched and made in bulk: at most three statements, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from tirek.audit.inserting import insert_many
from tirek.audit.overlapping import remembered
from tirek.gate import ciphers
from tirek.gate.models import DataKey
from tirek.gate.permits import new_people
from tirek.machine.keyring import Keyring


@dataclass(slots=True)
class _Made:
    """A row of DataKey."""

    owner_id: UUID
    owner: str
    wrapped: bytes
    version: int
    destroyed_at: None = None


def keys_of(people: Collection[UUID], agency: UUID | None) -> Mapping[UUID, bytes]:
    """The keys of these people, and of an agency for what has no person yet; missing ones are made.

    Raises DoesNotOpen for a person who was erased: nothing is sealed for them any more.
    """
    held, ring = _held(), ciphers.ring()
    wanted = {*people, *([agency] if agency is not None else [])} - held.keys()
    new = wanted & new_people()
    known = wanted - new
    if known:
        held |= _open(known)
    missing = known - held.keys()
    if missing:
        made = [
            _Made(owner, _kind(owner, agency), ciphers.wrap(ciphers.new_key(), ring), ring.current)
            for owner in missing
        ]
        insert_many(made, into=DataKey, ignore_conflicts=True)
        # Somebody else may have made the same key a moment ago: what stands in the table counts.
        held |= _open(missing)
    if new:
        held |= _made_first(new, ring)
    return held


def _made_first(people: Collection[UUID], ring: Keyring) -> dict[UUID, bytes]:
    """Keys of people whom this very transaction registers: nobody else knows of them, so nobody made one."""
    keys = {owner: ciphers.new_key() for owner in people}
    kind = DataKey.Owner.PERSON
    rows = [_Made(owner, kind, ciphers.wrap(key, ring), ring.current) for owner, key in keys.items()]
    insert_many(rows, into=DataKey)
    return keys


def _held() -> dict[UUID, bytes]:
    """The keys that the operation under way has in its hands; they end with it."""
    return remembered("data keys", dict)


def _kind(owner: UUID, agency: UUID | None) -> str:
    return DataKey.Owner.AGENCY if owner == agency else DataKey.Owner.PERSON


def _open(owners: Collection[UUID]) -> dict[UUID, bytes]:
    rows = DataKey.objects.filter(owner_id__in=list(owners)).values_list("owner_id", "wrapped", "version")
    ring = ciphers.ring()
    found = {}
    for owner, wrapped, version in rows:
        if wrapped is None:
            raise ciphers.DoesNotOpen("the person was erased")
        found[owner] = ciphers.unwrap(bytes(wrapped), version, ring)
    return found
