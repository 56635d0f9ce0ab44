"""What goes down as help is given, and comes back when the giving is undone.

One statement takes one: of two who take the last at the same moment the second waits for the first and then finds nothing left.
Whoever gives takes from its own stock alone; what another agency has left, that agency says.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Least

from tirek.services.models import Offer, Taken


class OutOfStock(ValueError):
    """Nothing is left to take."""


def take(*, service_id: UUID, offer_id: UUID) -> None:
    """Take one for a service, within the caller's transaction; what knows no limit is noted and never runs out.

    Raises OutOfStock, and then nothing is written.
    """
    _lower(offer_id)
    Taken.objects.create(service_id=service_id, offer_id=offer_id)


def take_many(taken: Iterable[tuple[UUID, UUID]]) -> None:
    """Take for several services, offer after offer in one order, so that two who do so never wait for each other."""
    for service_id, offer_id in sorted(taken, key=lambda pair: pair[1]):
        take(service_id=service_id, offer_id=offer_id)


def give_back(*, service_id: UUID) -> UUID | None:
    """Give back for good what a service took, if anything; returns the offer it came from."""
    taken = _taken(service_id)
    if taken is None:
        return None
    taken.delete()
    if not taken.is_back:
        _raise(taken.offer_id)
    return taken.offer_id


def lay_back(*, service_id: UUID) -> None:
    """Give back what a struck service took, and remember from where."""
    taken = _taken(service_id)
    if taken is not None and not taken.is_back:
        _move(taken, is_back=True)
        _raise(taken.offer_id)


def take_again(*, service_id: UUID) -> None:
    """Take again what a restored service had taken; raises OutOfStock where it is gone."""
    taken = _taken(service_id)
    if taken is not None and taken.is_back:
        _lower(taken.offer_id)
        _move(taken, is_back=False)


def _taken(service_id: UUID) -> Taken | None:
    return Taken.objects.select_for_update().filter(pk=service_id).first()


def _move(taken: Taken, *, is_back: bool) -> None:
    taken.is_back = is_back
    taken.save(update_fields=["is_back"])


def _lower(offer_id: UUID) -> None:
    unlimited = Offer.objects.filter(pk=offer_id, limit=Offer.Limit.NONE).exists()
    if not unlimited and not Offer.objects.filter(pk=offer_id, left__gt=0).update(left=F("left") - 1):
        raise OutOfStock(offer_id)


def _raise(offer_id: UUID) -> None:
    limited = Offer.objects.filter(pk=offer_id).exclude(limit=Offer.Limit.NONE)
    limited.update(left=Least(F("left") + 1, F("total")))
