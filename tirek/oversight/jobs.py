"""Background work: every hour the access log is looked through."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app

from tirek.oversight.looking import look


@app.periodic(cron="7 * * * *")
@app.task(name="oversight.look", queue="audit", queueing_lock="oversight.look")
def look_through(timestamp: int) -> None:
    """Look for what is strange."""
    with transaction.atomic():
        look()
