"""What stands with an offer on a day: open, with a queue, or closed and why; and why it is not for somebody.

Read by whoever chooses where to send a person: "closed: all given out" is known before and not after the way there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.cases.models import LegalGround
from tirek.people.models import Paper, Person
from tirek.services import eligibility
from tirek.services.eligibility import PersonFacts, Reason
from tirek.services.offer_models import Offer
from tirek.ui.formats import short_date

_UNDER_PROBATION: Final = (
    LegalGround.Ground.PAROLE,
    LegalGround.Ground.CONDITIONAL,
    LegalGround.Ground.RESTRICTION,
)


class Closed(StrEnum):
    """Why nobody can be sent."""

    GIVEN_OUT = "given_out"
    NO_PLACES = "no_places"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    BY_AGENCY = "by_agency"


_WHY: Final[dict[Closed, Promise]] = {
    Closed.GIVEN_OUT: gettext_lazy("closed: all given out"),
    Closed.NO_PLACES: gettext_lazy("closed: no places"),
    Closed.NOT_BEGUN: gettext_lazy("not yet offered"),
    Closed.ENDED: gettext_lazy("not offered any more"),
    Closed.BY_AGENCY: gettext_lazy("closed by the organisation"),
}


@dataclass(frozen=True, slots=True)
class State:
    """How an offer stands: `kind` is open, waiting (for `next_on`, where a day is known) or closed (`why`)."""

    kind: str
    next_on: date | None = None
    why: Closed | None = None
    note: str = ""

    @property
    def words(self) -> str:
        """The state in words, with the day on which to come again."""
        if self.kind == "open":
            return _("takes people")
        if self.kind == "waiting":
            if self.next_on:
                return _("no places, next on %(day)s") % {"day": short_date(self.next_on)}
            return _("no places, there is a queue")
        assert self.why is not None
        return str(_WHY[self.why])

    @property
    def tone(self) -> str:
        """The tone of the kit."""
        return {"open": "ok", "waiting": "warn", "closed": "bad"}[self.kind]

    @property
    def icon(self) -> str:
        """The icon of the kit."""
        return {"open": "check", "waiting": "clock", "closed": "ban"}[self.kind]


def state_of(offer: Offer, day: date) -> State:
    """How an offer stands on a day."""
    if day < offer.starts_on:
        return State("closed", offer.starts_on, Closed.NOT_BEGUN)
    if offer.ends_on is not None and day > offer.ends_on:
        return State("closed", None, Closed.ENDED)
    if offer.closed_on is not None and day >= offer.closed_on:
        return State("closed", offer.next_on, Closed.BY_AGENCY, offer.closed_why)
    if offer.left is None or offer.left > 0:
        return State("open")
    next_on = offer.next_on if offer.next_on and offer.next_on > day else None
    if next_on or offer.keeps_queue:
        return State("waiting", next_on)
    runs_out = offer.limit == Offer.Limit.STOCK
    return State("closed", None, Closed.GIVEN_OUT if runs_out else Closed.NO_PLACES)


def why_not(offer: Offer, facts: PersonFacts, day: date | None = None) -> list[Reason]:
    """Why an offer is not for somebody, and what to ask first; nothing where all is met."""
    return eligibility.why_not(offer.conditions, offer.papers, facts, day or timezone.localdate())


def facts_of(person: Person) -> PersonFacts:
    """What the reader may know of a person that conditions ask for; what a permit does not open stays unknown."""
    ground = (
        LegalGround.objects.filter(application__person_id=person.pk, application__struck_at__isnull=True)
        .order_by("-application__applied_on", "-application_id")
        .first()
    )
    papers = Paper.objects.filter(person_id=person.pk).values_list("kind__code", "state")
    held = {code for code, state in papers if state == Paper.State.HELD}
    lives = Person.objects.filter(pk=person.pk).with_place().first()
    return PersonFacts(
        birth_on=person.birth_on,
        birth_year=person.birth_year,
        sex=person.sex,
        place=str(getattr(lives, "place", None) or ""),
        released_on=ground.released_on if ground else None,
        on_probation=ground.ground in _UNDER_PROBATION if ground else None,
        papers=frozenset(held) if papers else None,
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """By what the catalogue is narrowed."""

    need: str = ""
    place: str = ""
    is_free: bool = False
    agency_id: UUID | None = None


def catalogue(day: date, wanted: Wanted) -> QuerySet[Offer]:
    """The offers of a day by help; full ones stay, with the next day. Of one agency those too that are over or not yet begun."""
    every = Offer.objects.filter(agency_id=wanted.agency_id) if wanted.agency_id else Offer.objects.on(day)
    found = every.select_related("agency", "kind__help_kind", "grant").named(day)
    if wanted.need:
        found = found.filter(kind__help_kind__code=wanted.need)
    if wanted.place:
        found = found.filter(place=wanted.place)
    return found.order_by("kind__help_kind__position", "kind__name_ru", "agency__name", "id")


def places(day: date) -> list[str]:
    """The towns in which anything is offered."""
    return list(
        Offer.objects.on(day).exclude(place="").order_by("place").values_list("place", flat=True).distinct()
    )


def own_offers(agency_id: UUID, day: date) -> QuerySet[Offer]:
    """What an agency offers on a day, for choosing from."""
    return Offer.objects.on(day).filter(agency_id=agency_id).select_related("kind").named(day)


def offered(agency_id: UUID, kind_id: int, day: date) -> Offer | None:
    """What an agency offers of a kind on a day, where that is one thing and no more."""
    found = list(Offer.objects.on(day).filter(agency_id=agency_id, kind_id=kind_id)[:2])
    return found[0] if len(found) == 1 else None


def counts_of_waiting(offers: Iterable[Offer]) -> dict[UUID, int]:
    """How many people wait for each of some offers, as far as the reader may know of them."""
    ids = [offer.pk for offer in offers]
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT offer_id, count(*) FROM services_waiting WHERE offer_id = ANY(%s) AND ended_at IS NULL GROUP BY 1",
            [ids],
        )
        return dict(cursor.fetchall())
