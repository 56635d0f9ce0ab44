"""The only door to sealed values: IIN, phones, addresses, raw rows of imports, uploaded workbooks.

Every caller holds a reference (a UUID) and asks here for the value. The next step of access control puts AES-256-GCM
with a key per person behind these functions; nothing else has to change then.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery

from tirek.audit.inserting import insert_many
from tirek.gate.fetching import Rows, Select
from tirek.gate.models import SealedValue

IIN: Final = "iin"
FORMER_IIN: Final = "former_iin"
PHONE: Final = "phone"
ADDRESS: Final = "address"
SOURCE_ROWS: Final = "source_rows"
WORKBOOK: Final = "workbook"

_FINDABLE = frozenset({IIN})


def digest(kind: str, text: str) -> bytes:
    """The keyed blind index of an identifier (HMAC-SHA-256, RFC 2104), 32 bytes: equal texts, equal digests."""
    return hmac.digest(settings.TIREK_INDEX_KEY, f"{kind}:{text}".encode(), "sha256")


def build(kind: str, body: bytes | str, *, person: UUID | None = None) -> SealedValue:
    """An unsaved sealed value, for callers that insert in bulk through `put_many`."""
    raw = body.encode() if isinstance(body, str) else body
    found_by = digest(kind, raw.decode()) if kind in _FINDABLE else None
    return SealedValue(person_id=person, kind=kind, body=raw, digest=found_by)


def put(kind: str, body: bytes | str, *, person: UUID | None = None) -> UUID:
    """Seal one value and return the reference to it."""
    value = build(kind, body, person=person)
    value.save(force_insert=True)
    return value.id


def replace(kind: str, body: str, *, person: UUID, people: Iterable[UUID], former: str) -> bool:
    """Seal what takes the place of all else of a kind that stands under these ids of one person; whether anything had to.

    What stood there is kept as `former`, found and compared by nobody.
    """
    held = SealedValue.objects.filter(person_id__in=list(people), kind=kind)
    replaced = held.exclude(digest=digest(kind, body)).update(kind=former, digest=None)
    put_many([build(kind, body, person=person)])
    return bool(replaced)


def put_many(values: Iterable[SealedValue]) -> None:
    """Seal many values in one go; an identifier that the person already has is passed over."""
    insert_many(values, into=SealedValue, ignore_conflicts=True)


def read(reference: UUID) -> bytes:
    """Open one value; raises SealedValue.DoesNotExist for a reference that is gone."""
    return bytes(SealedValue.objects.only("body").get(pk=reference).body)


def read_text(reference: UUID) -> str:
    """Open one value that is text."""
    return read(reference).decode()


def drop(references: Iterable[UUID]) -> None:
    """Destroy values: staging rows after a commit, a workbook that was withdrawn."""
    SealedValue.objects.filter(pk__in=list(references)).delete()


def person_values(person_ids: Iterable[UUID], kind: str) -> Mapping[UUID, list[str]]:
    """The values of one kind for some people, oldest first."""
    found: dict[UUID, list[str]] = {}
    rows = SealedValue.objects.filter(person_id__in=list(person_ids), kind=kind).order_by("created_at", "id")
    for row in rows:
        if row.person_id is not None:
            found.setdefault(row.person_id, []).append(bytes(row.body).decode())
    return found


_HELD: Final = """
    SELECT kind, body FROM gate_sealedvalue WHERE person_id = ANY(%(people)s) AND kind = ANY(%(kinds)s)
    ORDER BY created_at, id
"""


def held_of(person_ids: Iterable[UUID], kinds: Iterable[str]) -> Select[dict[str, list[str]]]:
    """The values of several kinds for one person, under whichever of the person's ids they stand, oldest first."""
    return Select(_HELD, {"people": list(person_ids), "kinds": list(kinds)}, _held)


def _held(rows: Rows) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, body in rows:
        found.setdefault(kind, []).append(bytes(body).decode())
    return found


def digest_of(person_field: str) -> Subquery:
    """For a queryset: the blind index of the IIN of the person that `person_field` names, NULL without one."""
    held = SealedValue.objects.filter(person_id=OuterRef(person_field), kind=IIN, digest__isnull=False)
    return Subquery(held.order_by("created_at", "id").values("digest")[:1])


def holders_of(kind: str, digests: Iterable[bytes]) -> QuerySet[SealedValue, UUID | None]:
    """For a queryset: the ids of the people who have one of these identifiers."""
    return SealedValue.objects.filter(kind=kind, digest__in=list(digests)).values_list("person_id", flat=True)
