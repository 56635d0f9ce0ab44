"""Background work: once a minute what was written meanwhile is sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tirek.audit.sealing import seal
from tirek.machine.keyring import parse


@app.periodic(cron="* * * * *")
@app.task(name="audit.seal", queue="audit", queueing_lock="audit.seal")
def seal_log(timestamp: int) -> None:
    """Seal what transactions that are over have written."""
    with transaction.atomic(), connection.cursor() as cursor:
        seal(cursor, parse(settings.TIREK_KEYRING))
