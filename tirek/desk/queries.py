"""Reads for screens made of several domains: the list of people, and who may be meant by what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tirek.cases.queries import in_programme, not_entered
from tirek.gate import permits
from tirek.gate.fetching import fetch, fetch_together
from tirek.linkage import Ranked, Subject, parse_question
from tirek.people import matching
from tirek.people import queries as people
from tirek.people.models import Person, PersonQuerySet
from tirek.people.wording import outcome_in_words, reasons_in_words
from tirek.services import queries as services
from tirek.ui.addresses import address_of
from tirek.ui.formats import NOTHING, short_date

MOST_GUESSES: Final = 10
MOST_APART: Final = 3


@dataclass(frozen=True, slots=True)
class Chip:
    """One narrowing of the list of people."""

    code: str
    label: str | Promise
    condition: Callable[[], Q]


CHIPS: Final = (
    Chip("", pgettext_lazy("people", "all"), Q),
    Chip("entered", _("in the programme"), in_programme),
    Chip("not_entered", _("did not enter"), not_entered),
    Chip("refused", _("refused by a provider"), lambda: services.people_with("refused")),
    Chip("unmet", _("no suitable programme"), lambda: services.people_with("unmet")),
    Chip("lost", _("contact lost"), lambda: services.people_with("lost_contact")),
)


def listed(agency_id: UUID, text: str, chip: str) -> tuple[PersonQuerySet, PersonQuerySet | None]:
    """The people of the list, the agency's own and those shared with it: searched and narrowed, ordered by who turns the pages."""
    condition = next((one.condition for one in CHIPS if one.code == chip), Q)
    own = people.search(people.people_of(agency_id), text).filter(condition())
    if not fetch(permits.sees_others()):
        return own, None
    shared = people.search(people.people_shared_with(agency_id), text).filter(condition())
    return own, shared.select_related("registered_by")


class PersonRow(TypedDict):
    """A person as a line of the list: words only and a plain dictionary, which templates read quickest."""

    person: Person
    name: str
    of: str
    number: str
    address: str
    born: str
    place: str
    last_kind: str
    last_on: str
    services: str
    given: str


def rows(found: Sequence[Person], agency_id: UUID) -> list[PersonRow]:
    """What the list says of each of these people, in one journey whatever their number; of others' people, whose they are."""
    ids, today = [person.id for person in found], timezone.localdate()
    places: dict[UUID, str]
    given: dict[UUID, services.Given]
    places, given = fetch_together(people.places_of(ids), services.given_to(ids)) if ids else ({}, {})
    return [_row(one, places.get(one.id, ""), given.get(one.id), today, agency_id) for one in found]


def _row(person: Person, place: str, had: services.Given | None, today: date, agency_id: UUID) -> PersonRow:
    times = ngettext("given %(sessions)s time", "given %(sessions)s times", had.sessions) if had else ""
    return PersonRow(
        person=person,
        name=person.name,
        of="" if person.registered_by_id == agency_id else person.registered_by.name,
        number=str(person),
        address=address_of("desk:person", person.id),
        born=born_in_words(person, today),
        place=place or NOTHING,
        last_kind=had.last_kind if had else "",
        last_on=short_date(had.last_on) if had else "",
        services=str(had.services if had else 0),
        given=times % {"sessions": had.sessions} if had else "",
    )


def born_in_words(person: Person, today: date) -> str:
    """The age, or the year of birth where the day is not known."""
    age = person.age_on(today)
    if age is not None:
        return ngettext("%(age)s year", "%(age)s years", age) % {"age": age}
    return gettext("born %(year)s") % {"year": person.birth_year} if person.birth_year else NOTHING


def place_of(person: Person) -> str:
    """The locality of a person read `with_place`; empty when it is not known."""
    return str(getattr(person, "place", None) or "")


@dataclass(frozen=True, slots=True)
class Guess:
    """Somebody of the register who may be meant, and why; of another agency's people only that they exist."""

    person: Person | None
    bits: float
    outcome: str
    codes: tuple[str, ...]
    is_likely: bool = False
    """Whether the likeness is strong enough to be asked about."""

    @property
    def who(self) -> Person:
        """The person, of whoever is open."""
        assert self.person is not None
        return self.person

    @property
    def is_open(self) -> bool:
        """Whether the reader may see who it is."""
        return self.person is not None

    @property
    def score(self) -> int:
        """The bits without a fraction: nobody weighs the tenths."""
        return round(self.bits)

    @property
    def outcome_words(self) -> str:
        """The answer in words."""
        return outcome_in_words(self.outcome)

    @property
    def reasons(self) -> list[str]:
        """Why, in words."""
        return reasons_in_words(self.codes)


class Guesses(list[Guess]):
    """Who may be meant, the likeliest first, and the answer; `apart` look alike, and a rule says that they are others."""

    outcome: str = "new"
    apart: Sequence[Guess] = ()
    left_out: bool = False
    """Whether more were found than are shown."""
    is_cut: bool = False
    """Whether more people look alike than were compared."""

    @property
    def elsewhere(self) -> bool:
        """Whether a record that the reader may not see looks so: that it exists is all that is said."""
        return any(not guess.is_open for guess in self)

    @property
    def cut_in_words(self) -> str:
        """What was left out, and what helps."""
        return gettext(
            "More than %(most)s people look like this. The likeliest were compared, the others are not shown. Add a birth date,"
            " a patronymic or an IIN."
        ) % {"most": matching.MOST_COMPARED}


def guesses(subject: Subject, *, further: bool = False, most: int = MOST_GUESSES) -> Guesses:
    """Who of the whole register may be meant, the likeliest first; `further` looks by the looser keys too.

    Row security says whom the reader may see.
    """
    answer = matching.look_up(subject, further=further)
    decision = answer.decision
    ranked = decision.ranked[:most]
    barred, likely = decision.forbidden[:MOST_APART], {one.id for one in decision.likely}
    known = Person.objects.with_place().in_bulk([one.id for one in (*ranked, *barred)])

    def guess(one: Ranked[UUID], outcome: str) -> Guess:
        codes = tuple(reason.code for reason in one.score.reasons)
        return Guess(known.get(one.id), one.score.bits, outcome, codes, one.id in likely)

    found = Guesses(
        guess(one, "same" if place == 0 and decision.outcome == "same" else "maybe")
        for place, one in enumerate(ranked)
    )
    found.outcome, found.left_out = decision.outcome, len(decision.ranked) > most
    found.is_cut = answer.is_cut
    found.apart = [guess(one, "new") for one in barred if one.id in known]
    return found


def subject_in(text: str) -> Subject:
    """What a line of text says of one person: a name with a birth date or year, an IIN."""
    asked = parse_question(text)
    return matching.subject_of(
        name=asked.name.full,
        birth_on=asked.birth_on,
        birth_year=asked.birth_year,
        iin=asked.iin.iin if asked.iin else "",
    )


def asked_in(text: str) -> list[tuple[str, str]]:
    """The same in parts, for whoever goes on to ask another agency for access."""
    asked = parse_question(text)
    return [
        ("name", asked.name.full),
        ("birth_on", short_date(asked.birth_on) if asked.birth_on else ""),
        ("iin", asked.iin.iin if asked.iin else ""),
    ]


def says_something(subject: Subject) -> bool:
    """Whether there is anything to look somebody up by."""
    return bool(subject.surname or subject.given or subject.iin_digest)
