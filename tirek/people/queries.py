"""Reads over the registry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q

from tirek.gate import vault
from tirek.linkage import sort_key
from tirek.people.models import Person, PersonQuerySet

_DIGITS: Final = re.compile(r"\d+")
IIN_DIGITS: Final = 12


def people_of(agency_id: UUID) -> PersonQuerySet:
    """The people an agency registered, in Kazakh alphabetical order."""
    return Person.objects.canonical().filter(registered_by_id=agency_id).order_by("sort_key", "id")


def search(agency_id: UUID, text: str) -> PersonQuerySet:
    """People by the beginning of the surname, by IIN or by case number; never by a scan of the register."""
    people = people_of(agency_id)
    wanted = " ".join(text.split())
    digits = "".join(_DIGITS.findall(wanted))
    if digits and not any(letter.isalpha() for letter in wanted):
        if len(digits) == IIN_DIGITS:
            found = [person for person, _ in vault.people_with(vault.IIN, [vault.digest(vault.IIN, digits)])]
            return people.filter(Q(pk__in=found) | Q(joined__pk__in=found)).distinct()
        return people.filter(number=int(digits[:15]))
    if not wanted:
        return people
    start = sort_key(wanted)
    return people.filter(sort_key__gte=start, sort_key__lt=start + "\U0010ffff")


def by_ids(ids: Sequence[UUID]) -> dict[UUID, Person]:
    """People by id, as a mapping."""
    return Person.objects.in_bulk(list(ids))


def masked_iin(iin: str) -> str:
    """An IIN of which only the last four digits show."""
    return f"•••• •••• {iin[-4:]}" if iin else ""


