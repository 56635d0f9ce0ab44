"""Writes on the catalogue: what an agency offers, its names over time and its numbers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.grants.models import Grant
from tirek.services.eligibility import checked
from tirek.services.models import Offer, OfferName
from tirek.services.policies import may_offer


class NotOffered(PermissionError):
    """Only the agency that offers it changes an offer."""


class Changed(RuntimeError):
    """Somebody changed it in the meantime: what was typed is not written over that."""


class NameOutOfOrder(ValueError):
    """A name begins after the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """A name in the three languages."""

    ru: str
    kk: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """Everything an agency says of an offer but its name and what is left of it."""

    kind_id: int
    place: str = ""
    address: str = ""
    contact: str = ""
    conditions: Sequence[Mapping[str, Any]] = ()
    papers: Sequence[str] = ()
    papers_note: str = ""
    keeps_queue: bool = False
    days: Sequence[int] = ()
    opens_at: time | None = None
    closes_at: time | None = None
    break_from: time | None = None
    break_to: time | None = None
    is_round_the_clock: bool = False
    works_on_holidays: bool = False
    days_to_answer: int | None = 3
    hours_to_answer: int | None = None
    cost: Decimal | None = None
    fee: Decimal = field(default=Decimal(0))
    grant_id: UUID | None = None
    starts_on: date
    ends_on: date | None = None


def _put(offer: Offer, facts: OfferFacts) -> None:
    if facts.grant_id and not Grant.objects.filter(pk=facts.grant_id, agency=offer.agency_id).exists():
        raise NotOffered("a grant of another agency")
    for name, value in asdict(facts).items():
        setattr(offer, name, value)
    offer.conditions = checked(facts.conditions)
    offer.papers, offer.days = sorted(set(facts.papers)), sorted(set(facts.days))


def check_mine(offer: Offer, by: Actor) -> None:
    """Only the agency that offers it; raises NotOffered."""
    if not may_offer(offer, by):
        raise NotOffered(offer.pk)


@transaction.atomic
def offer_help(
    *,
    id: UUID | None = None,
    names: Names,
    facts: OfferFacts,
    limit: str = Offer.Limit.NONE,
    total: int | None = None,
    by: Actor,
) -> Offer:
    """Put something into the catalogue, with as much of it as there is; the same form sent twice puts one in."""
    known = Offer.objects.filter(pk=id).first() if id else None
    if known is not None:
        return known
    if by.agency_id is None:
        raise NotOffered("an offer is an agency's")
    offer = Offer(id=id or uuid.uuid4(), agency_id=by.agency_id, limit=limit, total=total, left=total)
    check_mine(offer, by)
    _put(offer, facts)
    offer.save(force_insert=True)
    OfferName.objects.create(offer=offer, name_ru=names.ru, name_kk=names.kk, name_en=names.en)
    journal.write("services.offer_help", offer, by=by)
    return offer


@transaction.atomic
def change_offer(*, offer: Offer, facts: OfferFacts, version: int, by: Actor) -> Offer:
    """Change what is said of an offer; raises Changed where somebody else was quicker."""
    check_mine(offer, by)
    now = Offer.objects.select_for_update().get(pk=offer.pk)
    if now.version != version:
        raise Changed(offer.pk)
    _put(now, facts)
    now.version += 1
    now.save()
    journal.write("services.change_offer", now, by=by)
    return now


@transaction.atomic
def rename_offer(*, offer: Offer, names: Names, since: date | None = None, by: Actor) -> OfferName:
    """Call an offer otherwise from a day on; without a day the present name is corrected, which is no renaming.

    Raises NameOutOfOrder where the present name begins on that day or later.
    """
    check_mine(offer, by)
    Offer.objects.select_for_update().get(pk=offer.pk)
    now = OfferName.objects.get(offer=offer, valid_to__isnull=True)
    if since is not None:
        if now.valid_from is not None and now.valid_from >= since:
            raise NameOutOfOrder(since)
        now.valid_to = since
        now.save(update_fields=["valid_to"])
        now = OfferName(offer=offer, valid_from=since)
    now.name_ru, now.name_kk, now.name_en = names.ru, names.kk, names.en
    now.save()
    journal.write("services.rename_offer", offer, by=by)
    return now


@transaction.atomic
def limit_to(
    *,
    offer: Offer,
    limit: str,
    total: int | None = None,
    left: int | None = None,
    next_on: date | None = None,
    seen: int | None = None,
    by: Actor,
) -> Offer:
    """Say how much there is, how much of it is left, and on which day there will be more.

    `seen` is what was left when the form was opened: raises Changed where somebody has taken or brought in the meantime.
    """
    check_mine(offer, by)
    now = Offer.objects.select_for_update().get(pk=offer.pk)
    if now.left != seen:
        raise Changed(now.left)
    if limit == Offer.Limit.NONE:
        total = left = None
    elif total is not None and left is None:
        left = total
    now.limit, now.total, now.left, now.next_on = limit, total, left, next_on
    now.save(update_fields=["limit", "total", "left", "next_on"])
    journal.write("services.limit_to", now, detail={"left": left, "was": seen}, by=by)
    return now


@transaction.atomic
def close_offer(*, offer: Offer, why: str, next_on: date | None = None, by: Actor) -> Offer:
    """Take nobody for now, and say why and until when."""
    check_mine(offer, by)
    offer.closed_on, offer.closed_why, offer.next_on = timezone.localdate(), why.strip(), next_on
    offer.save(update_fields=["closed_on", "closed_why", "next_on"])
    journal.write("services.close_offer", offer, by=by)
    return offer


@transaction.atomic
def reopen_offer(*, offer: Offer, by: Actor) -> Offer:
    """Take people again."""
    check_mine(offer, by)
    offer.closed_on, offer.closed_why = None, ""
    offer.save(update_fields=["closed_on", "closed_why"])
    journal.write("services.reopen_offer", offer, by=by)
    return offer
