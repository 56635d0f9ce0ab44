"""Reads over imports."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tirek.exchange.models import Import, ImportRow
from tirek.gate import vault


def imports_of(agency_id: UUID) -> QuerySet[Import]:
    """The imports of an agency, the latest first."""
    return Import.objects.filter(agency_id=agency_id).order_by("-created_at", "-id")


def listed_rows(file: Import, outcomes: Iterable[str] = ()) -> QuerySet[ImportRow]:
    """The rows of a preview in the order of the file, some outcomes only where they are named."""
    rows = ImportRow.objects.filter(file=file).order_by("id")
    wanted = list(outcomes)
    return rows.filter(outcome__in=wanted) if wanted else rows


def waiting_rows(agency_id: UUID) -> QuerySet[ImportRow]:
    """Rows that were written nowhere yet: somebody has to say who they mean."""
    return (
        ImportRow.objects.filter(
            file__agency_id=agency_id,
            file__state=Import.State.COMMITTED,
            outcome=ImportRow.Outcome.MAYBE,
            settled_at__isnull=True,
            person_id__isnull=True,
        )
        .select_related("file")
        .order_by("id")
    )


def asked_of(file: Import) -> dict[str, Any]:
    """What the file leaves to be asked once: unknown headings, and words by what they name."""
    if file.asked is None:
        return {"headings": [], "words": {}}
    asked: dict[str, Any] = json.loads(vault.read_text(file.asked))
    return asked
