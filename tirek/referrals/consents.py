"""Which consent a referral goes under: one that stands, or one taken on the page itself that opens on acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from tirek.access import actions
from tirek.access.models import Consent, Purpose
from tirek.agencies.models import Agency
from tirek.audit.actors import Actor
from tirek.gate.categories import Category
from tirek.grants.models import Category as HelpCategory
from tirek.people.models import Person
from tirek.referrals.models import Referral
from tirek.services.models import ServiceKind

TERM: Final = timedelta(days=180)
PURPOSES: Final = {
    HelpCategory.MEDICAL: Purpose.TREATMENT,
    HelpCategory.EDUCATION: Purpose.EMPLOYMENT,
    HelpCategory.DOCUMENTS: Purpose.DOCUMENTS,
}


def purpose_of(kind: ServiceKind) -> Purpose:
    """What data would be passed on for, by the kind of help."""
    return PURPOSES.get(HelpCategory(kind.category), Purpose.SUPPORT)


def categories_for(category: int) -> list[int]:
    """What a receiver of such a referral needs: health apart, else who the person is, how to reach, what is needed."""
    if category == Category.HEALTH:
        return [int(Category.IDENTITY), int(Category.HEALTH)]
    return [int(Category.IDENTITY), int(Category.CONTACT), int(Category.SOCIAL)]


def standing_for(person_ids: Sequence[UUID], to_agency_id: UUID, category: int) -> Consent | None:
    """A consent of the person to this receiver that stands today and covers the category; the longest one."""
    today = timezone.localdate()
    found = Consent.objects.filter(
        person_id__in=person_ids,
        receiver_id=to_agency_id,
        categories__contains=[category],
        received_at__isnull=False,
        withdrawn_at__isnull=True,
        replaced_at__isnull=True,
        starts_on__lte=today,
        ends_on__gte=today,
    )
    return found.order_by("-ends_on").first()


def of(referral: Referral) -> Consent | None:
    """The consent that a referral names, as far as the reader may see it."""
    return Consent.objects.filter(pk=referral.consent).first() if referral.consent else None


def stands(consent: Consent | None) -> bool:
    """Whether a consent stands today."""
    return consent is not None and consent.state_on(timezone.localdate()) == "stands"


def receive(referral: Referral, signed_on: date | None, *, by: Actor) -> None:
    """Mark the consent that a draft waits for as signed on paper, where a day is named."""
    consent = of(referral)
    if consent is not None and signed_on is not None and consent.state_on(timezone.localdate()) == "waits":
        actions.receive(consent=consent, signed_on=min(signed_on, timezone.localdate()), by=by)


def draw_up(
    person: Person,
    to_agency: Agency,
    kind: ServiceKind,
    category: int,
    *,
    language: str,
    operator_bin: str,
    by: Actor,
) -> Consent:
    """Prepare the consent for a referral: it opens nothing before the receiver has accepted."""
    today = timezone.localdate()
    return actions.draw_up(
        person_id=person.id,
        receiver=to_agency,
        categories=categories_for(category),
        purpose=purpose_of(kind),
        language=language,
        operator_bin=operator_bin,
        starts_on=today,
        ends_on=today + TERM,
        opens_on_acceptance=True,
        by=by,
    )


def every_standing(person_ids: Sequence[UUID]) -> list[Consent]:
    """The consents of a person that stand today, as far as the reader may see them."""
    today = timezone.localdate()
    found = Consent.objects.filter(person_id__in=person_ids).select_related("receiver")
    return [one for one in found.order_by("receiver__name") if one.state_on(today) == "stands"]
