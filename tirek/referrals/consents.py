"""Which consent a referral goes under: one that stands, or one taken on the page itself that opens on acceptance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from tirek.access.models import Consent, Purpose
from tirek.gate.categories import Category
from tirek.grants.models import Category as HelpCategory
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
