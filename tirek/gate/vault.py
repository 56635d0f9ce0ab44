"""The only door to sealed values: IIN, phones, addresses, raw rows of imports, uploaded workbooks.

Every caller holds a reference (a UUID) and asks here for the value. Values stand under AES-256-GCM with a key per person; what belongs
to no person yet, under a key of the agency that brought it. Keys are fetched and made for one operation and kept for none.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from tirek.audit.inserting import insert_many
from tirek.audit.overlapping import remembered
from tirek.gate import ciphers
from tirek.gate.acting import NobodyActs, acts
from tirek.gate.categories import Category
from tirek.gate.datakeys import keys_of
from tirek.gate.fetching import Rows, Select
from tirek.gate.installation import found_real, is_invented
from tirek.gate.models import SealedValue

IIN: Final = "iin"
FORMER_IIN: Final = "former_iin"
DOCUMENT: Final = "document"
PHONE: Final = "phone"
ADDRESS: Final = "address"
TRUSTED: Final = "trusted"
NOTE: Final = "note"
CONSENT: Final = "consent"
SHEET: Final = "sheet"
HEALTH_SHEET: Final = "health_sheet"
SOURCE_ROWS: Final = "source_rows"
WORKBOOK: Final = "workbook"
MESSAGE: Final = "message"

_FINDABLE = frozenset({IIN})
_CATEGORIES: Final[Mapping[str, Category]] = {
    IIN: Category.IDENTITY,
    FORMER_IIN: Category.IDENTITY,
    DOCUMENT: Category.IDENTITY,
    PHONE: Category.CONTACT,
    ADDRESS: Category.CONTACT,
    TRUSTED: Category.CONTACT,
    NOTE: Category.PRIVATE,
    CONSENT: Category.IDENTITY,
    SHEET: Category.SOCIAL,
    HEALTH_SHEET: Category.HEALTH,
}
_SEALED: Final = """
SELECT held.id, coalesce(held.person_id, held.agency_id), held.kind, held.body, held.person_id,
    coalesce(key.wrapped, staging.wrapped), coalesce(key.version, staging.version)
FROM gate_sealedvalue AS held
LEFT JOIN gate_datakey AS key ON key.owner_id = held.person_id
LEFT JOIN gate_datakey AS staging ON staging.owner_id = held.agency_id AND held.person_id IS NULL
"""
# Two joins and not one by coalesce(): under row security that one read every key there is.


@dataclass(frozen=True)
class Value:
    """A value on its way into the vault, still in clear."""

    kind: str
    body: bytes
    person_id: UUID | None
    id: UUID = field(default_factory=uuid.uuid4)

    @property
    def category(self) -> int | None:
        """The category of person data it belongs to."""
        return int(_CATEGORIES[self.kind]) if self.person_id is not None else None

    @cached_property
    def digest(self) -> bytes | None:
        """Its blind index, where it is to be found by its value."""
        return digest(self.kind, self.body.decode()) if self.kind in _FINDABLE else None


def digest(kind: str, text: str) -> bytes:
    """The keyed blind index of an identifier (HMAC-SHA-256, RFC 2104), 32 bytes: equal texts, equal digests."""
    return hmac.digest(settings.TIREK_INDEX_KEY, f"{kind}:{text}".encode(), "sha256")


def build(kind: str, body: bytes | str, *, person: UUID | None = None) -> Value:
    """A value for callers that seal in bulk through `put_many`."""
    return Value(kind, body.encode() if isinstance(body, str) else body, person)


def put(kind: str, body: bytes | str, *, person: UUID | None = None) -> UUID:
    """Seal one value and return the reference to it."""
    value = build(kind, body, person=person)
    put_many([value])
    return value.id


def replace(kind: str, body: str, *, person: UUID, people: Iterable[UUID], former: str) -> bool:
    """Seal what takes the place of all else of a kind that stands under these ids of one person; whether anything had to.

    What stood there is kept as `former`, found and compared by nobody.
    """
    held = SealedValue.objects.filter(person_id__in=list(people), kind=kind)
    replaced = held.exclude(digest=digest(kind, body)).update(kind=former, digest=None)
    _put_already().clear()
    put_many([build(kind, body, person=person)])
    return bool(replaced)


def put_many(values: Iterable[Value]) -> None:
    """Seal many values in one go; an identifier that the person already has is passed over.

    An IIN that is not invented is the end of a demo.
    """
    found = _not_put_yet(values)
    if not found:
        return
    if any(value.kind == IIN and not is_invented(value.body.decode()) for value in found):
        found_real()
    agency = acts().agency_id
    if agency is None:
        raise NobodyActs("a value belongs to a person or to an agency")
    people = {value.person_id for value in found if value.person_id is not None}
    is_of_nobody = any(value.person_id is None for value in found)
    keys = keys_of(people, agency if is_of_nobody else None)
    rows = [_sealed(value, value.person_id or agency, keys) for value in found]
    insert_many(rows, into=SealedValue, ignore_conflicts=True)


def _put_already() -> set[tuple[UUID, str, bytes]]:
    """Identifiers that the operation under way put into the vault, or found there."""
    return remembered("identifiers", set)


def _not_put_yet(values: Iterable[Value]) -> list[Value]:
    """A journal repeats the IIN of a person with every line: it is sealed once."""
    put, found = _put_already(), []
    for value in values:
        if value.person_id is not None and (digest := value.digest) is not None:
            if (value.person_id, value.kind, digest) in put:
                continue
            put.add((value.person_id, value.kind, digest))
        found.append(value)
    return found


@dataclass(slots=True)
class _Row:
    """A row of the table."""

    id: UUID
    person_id: UUID | None
    category: int | None
    kind: str
    body: bytes
    digest: bytes | None


def _sealed(value: Value, owner: UUID, keys: Mapping[UUID, bytes]) -> _Row:
    body = ciphers.close(keys[owner], value.body, ciphers.place(owner, value.id))
    return _Row(value.id, value.person_id, value.category, value.kind, body, value.digest)


def read(reference: UUID) -> bytes:
    """Open one value; raises SealedValue.DoesNotExist for a reference that is gone, DoesNotOpen for a lost key."""
    rows = _select("WHERE held.id = %s", [reference])
    if not rows:
        raise SealedValue.DoesNotExist(str(reference))
    return _opened(rows[0])


def read_text(reference: UUID) -> str:
    """Open one value that is text."""
    return read(reference).decode()


def drop(references: Iterable[UUID]) -> None:
    """Destroy values: staging rows after a commit, a workbook that was withdrawn."""
    SealedValue.objects.filter(pk__in=list(references)).delete()


def person_values(person_ids: Iterable[UUID], kind: str) -> Mapping[UUID, list[str]]:
    """The values of one kind for some people, oldest first; those of an erased person are gone."""
    found: dict[UUID, list[str]] = {}
    for row in _of_people(person_ids, [kind]):
        found.setdefault(row[4], []).append(_opened(row).decode())
    return found


_HELD: Final = """
    SELECT kind, body FROM gate_sealedvalue WHERE person_id = ANY(%(people)s) AND kind = ANY(%(kinds)s)
    ORDER BY created_at, id
"""


def held_of(person_ids: Iterable[UUID], kinds: Iterable[str]) -> Select[dict[str, list[str]]]:
    """The values of several kinds for one person, under whichever of the person's ids they stand, oldest first."""
    wanted = "WHERE held.person_id = ANY(%(people)s) AND held.kind = ANY(%(kinds)s) ORDER BY held.created_at, held.id"
    return Select(_SEALED + wanted, {"people": list(person_ids), "kinds": list(kinds)}, _held)


def texts_of(person_ids: Iterable[UUID], kind: str) -> Select[dict[UUID, str]]:
    """The values of one kind for one person, by their references."""
    wanted = "WHERE held.person_id = ANY(%(people)s) AND held.kind = %(kind)s"
    said = {"people": list(person_ids), "kind": kind}
    return Select(_SEALED + wanted, said, lambda rows: {row[0]: _opened(row).decode() for row in rows})


def _held(rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row[2], []).append(_opened(row).decode())
    return found


def _of_people(person_ids: Iterable[UUID], kinds: Iterable[str]) -> Sequence[Any]:
    wanted = "WHERE held.person_id = ANY(%s) AND held.kind = ANY(%s) ORDER BY held.created_at, held.id"
    return _select(wanted, [list(person_ids), list(kinds)])


def _select(condition: str, values: Sequence[Any]) -> Sequence[Any]:
    """The sealed rows with their wrapped keys: one statement, whatever their number."""
    with connection.cursor() as cursor:
        cursor.execute(_SEALED + condition, values)
        return list(cursor.fetchall())


def _opened(row: Sequence[Any]) -> bytes:
    value, owner, _kind, body, _person, wrapped, version = row
    if wrapped is None:
        raise ciphers.DoesNotOpen("the key of this value is destroyed")
    key = ciphers.unwrap(bytes(wrapped), version, ciphers.ring())
    return ciphers.open_(key, bytes(body), ciphers.place(owner, value))


def digest_of(person_field: str) -> Subquery:
    """For a queryset: the blind index of the IIN of the person that `person_field` names, NULL without one."""
    held = SealedValue.objects.filter(person_id=OuterRef(person_field), kind=IIN, digest__isnull=False)
    return Subquery(held.order_by("created_at", "id").values("digest")[:1])


def holders_of(kind: str, digests: Iterable[bytes]) -> QuerySet[SealedValue, UUID | None]:
    """For a queryset: the ids of the people who have one of these identifiers."""
    return SealedValue.objects.filter(kind=kind, digest__in=list(digests)).values_list("person_id", flat=True)
