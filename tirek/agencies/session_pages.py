"""The own log-in: on which devices it is open, and how the others are ended."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import actions as audit
from tirek.gate.sessions import end_all, is_this, sessions_of
from tirek.ui.pages import done, go_to, respond


@require_GET
def sessions(request: StaffRequest) -> HttpResponseBase:
    """Every session of the own log-in, this one marked."""
    own = sessions_of(request.worker.user_id)
    rows = [(one, is_this(one, request.session.session_key)) for one in own]
    return respond(request, "agencies/sessions.html", {"rows": rows, "has_others": len(rows) > 1})


@require_POST
@transaction.atomic
def end_others(request: StaffRequest) -> HttpResponseBase:
    """End every session but this one."""
    ended = end_all(request.worker.user_id, but=request.session.session_key)
    audit.write("agencies.end_sessions", request.worker, detail={"sessions": ended}, by=request.worker.actor)
    done(
        request,
        ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended) % {"count": ended},
    )
    return go_to(request, "agencies:sessions")
