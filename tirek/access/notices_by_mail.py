"""Notices are told by mail too, for whoever does not log in every day: that one waits, never of whom or why."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.audit.actors import MACHINE, Actor
from tirek.gate.acting import act_as
from tirek.outbox import actions as outbox

_BOTH: Final = ("ru", "kk")


def mail_notices() -> int:
    """Put a message for every notice that has none yet, on behalf of the organisation it is for; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notice, agency, address FROM authz.notices_to_mail()")
        waiting: list[tuple[UUID, UUID, str]] = cursor.fetchall()
    for notice, agency, address in waiting:
        by = Actor(id=MACHINE.id, agency_id=agency)
        page = reverse("access:requests")
        with act_as(by, purpose="notice"):
            outbox.put(
                kind="access_notice",
                to=address,
                text=_text(settings.TIREK_PUBLIC_URL + page),
                key=f"access_notice:{notice}",
                language="ru",
                page=page,
                by=by,
            )
    return len(waiting)


def _text(url: str) -> str:
    """The same in both languages: an organisation has no language of its own."""
    said = []
    for language in _BOTH:
        with override(language):
            said.append(
                _("A notice about access to data waits for your organisation. Log in and open «Access»:")
            )
    return "\n\n".join([*said, url])
