"""Background work: every night each agency's new records are looked through for pairs."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tirek.agencies.models import Agency
from tirek.people.pairing import search, search_soon


@app.periodic(cron="23 2 * * *")
@app.task(name="people.find_pairs", queue="pairs", queueing_lock="people.find_pairs")
def find_pairs(timestamp: int) -> None:
    """One job for each agency that has staff: one that fails or is long holds up no other."""
    for agency_id in Agency.objects.filter(workers__isnull=False).distinct().values_list("id", flat=True):
        search_soon(agency_id)


@app.task(name="people.find_pairs_of", queue="pairs")
def find_pairs_of(agency_id: str) -> None:
    """Look through one agency's records; what one run leaves over the next job takes up at once."""
    if not search(agency_id=UUID(agency_id)).is_done:
        search_soon(UUID(agency_id))
