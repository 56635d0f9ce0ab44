"""Writes on the journal of services."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from operator import attrgetter
from uuid import UUID

from django.db import models, transaction

from tirek.audit import actions as journal
from tirek.audit import striking
from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.cases.models import HelpKind
from tirek.grants.models import Category, Grant
from tirek.grants.naming import plain
from tirek.services import queueing, stock
from tirek.services.models import (
    Decline,
    Delivery,
    LostContact,
    NoShow,
    Refusal,
    RefusalReason,
    Service,
    ServiceKind,
    TopicAsked,
    UnmetDemand,
)
from tirek.services.offers import offered
from tirek.services.reference import HELP
from tirek.services.stock import OutOfStock

__all__ = ["Ending", "OutOfStock", "ReasonMissing", "ServiceFacts"]


class Ending(StrEnum):
    """How a line of the journal ended; an open one has not."""

    GIVEN = "given"
    REFUSED = "refused"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    LOST_CONTACT = "lost_contact"
    UNMET = "unmet"
    OPEN = "open"


class ReasonMissing(ValueError):
    """A provider's refusal has a coded reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """Everything one line of the journal says."""

    id: UUID = field(default_factory=uuid.uuid4)
    person_id: UUID
    agency_id: UUID
    grant_id: UUID | None = None
    kind_id: int
    provider_id: UUID
    happened_on: date
    number: int | None = None
    wish_of: str = ""
    note: str = ""
    ending: Ending = Ending.GIVEN
    reason_id: int | None = None
    detail: str = ""
    letter: str = ""
    wish: str = ""
    cause: str = LostContact.Cause.UNKNOWN
    offer_id: UUID | None = None
    """What it is taken from; `record` finds it where the agency offers one thing of the kind."""
    topics: tuple[int, ...] = ()
    """What legal advice was about."""


_OWN = (
    "person_id",
    "agency_id",
    "grant_id",
    "kind_id",
    "provider_id",
    "happened_on",
    "number",
    "wish_of",
    "note",
)


_ENDINGS: dict[Ending, type[models.Model]] = {
    Ending.GIVEN: Delivery,
    Ending.REFUSED: Refusal,
    Ending.DECLINED: Decline,
    Ending.NO_SHOW: NoShow,
    Ending.LOST_CONTACT: LostContact,
    Ending.UNMET: UnmetDemand,
}


def _end(services: Sequence[ServiceFacts]) -> None:
    """Insert the facts with which these services ended; an open one has none."""
    ended: defaultdict[Ending, list[ServiceFacts]] = defaultdict(list)
    for facts in services:
        ended[facts.ending].append(facts)
    if any(facts.reason_id is None for facts in ended[Ending.REFUSED]):
        raise ReasonMissing
    for ending, model in _ENDINGS.items():
        insert_many(ended[ending], into=model, taken={"service_id": attrgetter("id")})
    topics = [(facts.id, topic) for facts in services for topic in facts.topics]
    if topics:
        TopicAsked.objects.bulk_create(
            TopicAsked(service_id=service, topic_id=topic) for service, topic in topics
        )


def usual_offer(service: ServiceFacts) -> UUID | None:
    """What a service given by the entering agency itself is taken from, where the agency offers one thing of the kind."""
    if service.ending is not Ending.GIVEN or service.provider_id != service.agency_id:
        return None
    offer = offered(service.agency_id, service.kind_id, service.happened_on)
    return offer.pk if offer else None


@transaction.atomic
def record_many(*, services: Sequence[ServiceFacts], by: Actor) -> None:
    """Enter lines of the journal with their endings; raises ReasonMissing or OutOfStock and writes nothing.

    Only a line that names its offer takes from it: a workbook brings what was given long ago.
    """
    insert_many(services, into=Service)
    _end(services)
    stock.take_many(
        (facts.id, facts.offer_id) for facts in services if facts.offer_id and facts.ending is Ending.GIVEN
    )
    written = ((facts.id, facts.person_id) for facts in services)
    journal.write_many("services.record", written, of=Service, by=by)


@transaction.atomic
def record(*, service: ServiceFacts, by: Actor) -> Service:
    """Enter one line of the journal; what was given goes from the agency's stock, and whoever waited for it waits no more.

    Raises OutOfStock where nothing is left.
    """
    facts = replace(service, offer_id=service.offer_id or usual_offer(service))
    record_many(services=[facts], by=by)
    if facts.offer_id is not None and facts.ending is Ending.GIVEN:
        queueing.turn_came(offer_id=facts.offer_id, person_id=facts.person_id, by=by)
    return Service.objects.get(pk=service.id)


@transaction.atomic
def adopt(*, services: Sequence[UUID | None], grant: Grant, by: Actor) -> int:
    """Put services that were entered before there was a grant under it; those of another grant stay; returns how many."""
    free = Service.objects.filter(pk__in=[one for one in services if one], grant__isnull=True)
    journal.write_many(
        "services.adopt", [(one, one.person_id) for one in free.only("id", "person_id")], by=by
    )
    return free.update(grant=grant)


@transaction.atomic
def correct(*, service: Service, facts: ServiceFacts, by: Actor) -> Service:
    """Make a line say what a corrected source says, its ending included; what it took goes back and is taken anew."""
    offer_id = _taken_anew(service, facts)
    for name in _OWN:
        setattr(service, name, getattr(facts, name))
    service.struck_at = None
    service.save()
    for model in _ENDINGS.values():
        model._default_manager.filter(pk=service.pk).delete()
    service.topics.all().delete()
    _end([replace(facts, id=service.pk)])
    if offer_id is not None:
        _take_anew(service, offer_id, is_named=facts.offer_id is not None)
    journal.write("services.correct", service, person=service.person_id, by=by)
    return service


def _take_anew(service: Service, offer_id: UUID, *, is_named: bool) -> None:
    """Take again; a struck line that a workbook brings back tells of long ago, and takes nothing where nothing is left."""
    try:
        stock.take(service_id=service.pk, offer_id=offer_id)
    except OutOfStock:
        if is_named:
            raise


def _taken_anew(service: Service, facts: ServiceFacts) -> UUID | None:
    """Give back what a line took, and say what the corrected one takes: the offer it names, else the same where the kind stays."""
    was = stock.give_back(service_id=service.pk)
    if facts.ending is not Ending.GIVEN:
        return None
    is_same = (service.kind_id, service.provider_id) == (facts.kind_id, facts.provider_id)
    return facts.offer_id or (was if is_same else None)


@transaction.atomic
def strike(*, service: Service, by: Actor) -> None:
    """Strike a line out: it stays in the journal of the person, counts nowhere, and what it took is there again."""
    if service.struck_at is None:
        stock.lay_back(service_id=service.pk)
    striking.strike(service, action="services.strike", person=service.person_id, by=by)


@transaction.atomic
def restore(*, service: Service, by: Actor) -> None:
    """Let a struck line count again; raises OutOfStock where what it had taken is gone by now."""
    if service.struck_at is not None:
        stock.take_again(service_id=service.pk)
    striking.restore(service, action="services.restore", person=service.person_id, by=by)


_WORDS = {
    Category.EDUCATION: ("обуч", "курс", "практик", "оқыт", "оқу", "train"),
    Category.LEGAL: ("юрид", "юрист", "правов", "заң", "legal"),
    Category.PSYCHOLOGICAL: ("психол", "psych"),
    Category.DOCUMENTS: ("документ", "удостовер", "паспорт", "құжат"),
    Category.MEDICAL: ("медиц", "кодир", "осмотр", "врач", "лечен", "дәрігер", "stomat", "стомат"),
    Category.MATERIAL: ("пакет", "набор", "материал", "одежд", "продукт", "көмек"),
    Category.LEISURE: ("досуг", "турнир", "спорт", "бос уақыт"),
}


def guess_category(text: str) -> Category:
    """The category that the words of a name point to; "other" when none does."""
    lowered = text.casefold()
    for category, words in _WORDS.items():
        if any(word in lowered for word in words):
            return category
    return Category.OTHER


def help_kind_of(category: str) -> HelpKind | None:
    """The kind of help, as needs are named, that a category answers; None where it may be any."""
    return HelpKind.objects.filter(code=HELP.get(category, "")).first()


@transaction.atomic
def name_kind(*, text: str, category: str | None = None, by: Actor) -> ServiceKind:
    """Find the kind of this name or add it as written, waiting to be checked."""
    clean = " ".join(text.split())
    wanted = plain(clean)
    for kind in ServiceKind.objects.all():
        if plain(kind.name_ru) == wanted or clean.casefold() in (
            kind.name_kk.casefold(),
            kind.name_en.casefold(),
        ):
            return kind
    said = category or guess_category(clean)
    kind = ServiceKind.objects.create(
        code=wanted[:120], name_ru=clean, category=said, help_kind=help_kind_of(said), proposed=True
    )
    journal.write("services.name_kind", kind, by=by)
    return kind


@transaction.atomic
def check_kind(
    *,
    kind: ServiceKind,
    name_ru: str,
    name_kk: str,
    name_en: str,
    category: str,
    help_kind: HelpKind | None = None,
    by: Actor,
) -> ServiceKind:
    """Accept a proposed kind into the catalogue with its names, its category and the help it is."""
    kind.name_ru, kind.name_kk, kind.name_en = name_ru, name_kk, name_en
    kind.category, kind.proposed = category, False
    kind.help_kind = help_kind or help_kind_of(category)
    kind.save()
    journal.write("services.check_kind", kind, by=by)
    return kind


@transaction.atomic
def name_refusal_reason(*, text: str, by: Actor) -> RefusalReason:
    """Find the refusal reason of this name or add it, waiting to be checked."""
    clean = " ".join(text.split())
    wanted = plain(clean)
    for reason in RefusalReason.objects.all():
        if plain(reason.name_ru) == wanted:
            return reason
    reason = RefusalReason.objects.create(code=wanted[:120], name_ru=clean, proposed=True)
    journal.write("services.name_refusal_reason", reason, by=by)
    return reason


@transaction.atomic
def check_refusal_reason(
    *, reason: RefusalReason, name_ru: str, name_kk: str, name_en: str, by: Actor
) -> RefusalReason:
    """Accept a proposed reason of refusal with its names."""
    reason.name_ru, reason.name_kk, reason.name_en, reason.proposed = name_ru, name_kk, name_en, False
    reason.save()
    journal.write("services.check_refusal_reason", reason, by=by)
    return reason
