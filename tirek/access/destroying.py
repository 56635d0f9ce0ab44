"""What an erasure would destroy, counted before anybody signs; and what stays, speaking of nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.access.models import Consent
from tirek.gate import vault
from tirek.gate.fetching import fetch
from tirek.people.models import Paper, Person, PersonContact, PersonRecord

_SEALED: Final = {
    vault.IIN: _("IIN"),
    vault.FORMER_IIN: _("former IIN"),
    vault.DOCUMENT: _("document numbers"),
    vault.PHONE: _("phones"),
    vault.ADDRESS: _("addresses"),
    vault.TRUSTED: _("trusted people"),
}
STAYS: Final = (
    _("how many services of which kind were given on which day, of nobody"),
    _("that somebody was erased: a number without a name, the day and the ground"),
    _("the journal of who did what, without names; copies of the database lose the person within 30 days"),
)


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A kind of thing and how many of it."""

    label: str | Promise
    count: int


def destroyed_of(person: Person) -> list[Destroyed]:
    """Everything an erasure reaches, as far as the reader may see it."""
    ids = [person.id, *Person.objects.filter(head_id=person.id).values_list("id", flat=True)]
    held = fetch(vault.held_of(ids, _SEALED))
    lines: Iterable[tuple[str | Promise, int]] = [
        (_("name, birth date and sex"), 1),
        (_("spellings of the name from sources"), PersonRecord.objects.filter(person_id__in=ids).count()),
        (_("identity papers"), Paper.objects.filter(person_id__in=ids).count()),
        *((label, len(held.get(kind, []))) for kind, label in _SEALED.items()),
        (_("locality"), PersonContact.objects.filter(person_id__in=ids).exclude(place="").count()),
        (_("papers of consents"), Consent.objects.filter(person_id__in=ids, paper__isnull=False).count()),
    ]
    return [Destroyed(label, count) for label, count in lines if count]
