"""How lines of the journal ended other than given, by kind and by what was recorded: for drafts and for the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from tirek.reports.indicators.indicator import Names, names_of
from tirek.reports.indicators.reading import Reading
from tirek.services.models import LostContact, RefusalReason, ServiceKind, WishOf


@dataclass(frozen=True, slots=True)
class Ended:
    """So many lines of a kind that ended one way, with the reason, cause or wish recorded (empty: none was)."""

    category: str
    kind: Names
    why: Names
    count: int
    code: str = ""


def refused(reading: Reading) -> list[Ended]:
    """Refusals by kind and coded reason."""
    reasons = {reason.pk: reason for reason in RefusalReason.objects.using(reading.using).all()}
    found = _counted(reading, "refusal", "refusal__reason_id")
    return [
        Ended(kind.category, names_of(kind), names_of(reasons[why]), n, reasons[why].code)
        for kind, why, n in found
    ]


def declined(reading: Reading) -> list[Ended]:
    """Lines the person declined, by what was noted."""
    return [_noted(kind, why, n) for kind, why, n in _counted(reading, "decline", "decline__detail")]


def not_attended(reading: Reading) -> list[Ended]:
    """No-shows, by what was noted."""
    return [_noted(kind, why, n) for kind, why, n in _counted(reading, "no_show", "no_show__detail")]


def wished_by_others(reading: Reading) -> dict[str, int]:
    """No-shows of a category where the service was not the person's own wish."""
    found = reading.services().filter(no_show__isnull=False, wish_of__in=[WishOf.OFFICER, WishOf.AGENCY])
    return dict(found.values_list("kind__category").annotate(n=Count("pk")).order_by())


def contact_lost(reading: Reading) -> list[Ended]:
    """Lines where contact was lost, by where the cause lies and what was noted."""
    causes = {str(value): names_of(label) for value, label in LostContact.Cause.choices}
    rows = (
        reading.services()
        .filter(lost_contact__isnull=False)
        .values_list("kind_id", "lost_contact__cause", "lost_contact__detail")
        .annotate(n=Count("pk"))
        .order_by("kind__name_ru", "lost_contact__cause", "lost_contact__detail")
    )
    counted = [(kind, cause, " ".join(detail.split()), int(n)) for kind, cause, detail, n in rows]
    kinds = ServiceKind.objects.using(reading.using).in_bulk([kind for kind, _, _, _ in counted])
    return [
        Ended(kinds[kind].category, names_of(kinds[kind]), _with_note(causes[cause], detail), n, cause)
        for kind, cause, detail, n in counted
    ]


def unmet(reading: Reading) -> list[Ended]:
    """Wishes for which there was no programme, the commonest first."""
    found = [_noted(kind, why, n) for kind, why, n in _counted(reading, "unmet_demand", "unmet_demand__wish")]
    return sorted(found, key=lambda one: (-one.count, one.why["ru"]))


def _counted(reading: Reading, fact: str, why: str) -> Sequence[tuple[ServiceKind, Any, int]]:
    rows = (
        reading.services()
        .filter(**{f"{fact}__isnull": False})
        .values_list("kind_id", why)
        .annotate(n=Count("pk"))
        .order_by("kind__name_ru", why)
    )
    counted = [(kind, reason, int(n)) for kind, reason, n in rows]
    kinds = ServiceKind.objects.using(reading.using).in_bulk([kind for kind, _, _ in counted])
    return [(kinds[kind], reason, n) for kind, reason, n in counted]


def _noted(kind: ServiceKind, why: str, count: int) -> Ended:
    return Ended(kind.category, names_of(kind), names_of(" ".join(why.split())), count)


def _with_note(names: Names, note: str) -> Names:
    return {language: f"{name}: {note}" if note else name for language, name in names.items()}
