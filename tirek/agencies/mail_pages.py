"""The agency's mail as its administrator sees it: what could not be delivered, and how the rest went. Never what it said."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.agencies.views import context_of, own_agency
from tirek.outbox import actions, queries, transport
from tirek.outbox.models import Message
from tirek.ui.pages import done, go_to, paginate_by_key, respond

_ON_A_PAGE: Final = 30


@require_GET
def mail(request: StaffRequest) -> HttpResponseBase:
    """What could not be delivered comes first."""
    own = own_agency(request)
    page = paginate_by_key(request, queries.on_their_way(), "-put_at", "-pk", size=_ON_A_PAGE)
    context = context_of(
        request,
        "mail",
        agency=own,
        dead=queries.dead()[:_ON_A_PAGE],
        page=page,
        is_ready=transport.is_ready(),
    )
    return respond(request, "agencies/mail.html", context)


def _dead(request: StaffRequest, message_id: UUID) -> Message:
    own_agency(request)
    return get_object_or_404(queries.dead(), pk=message_id)


@require_POST
def mail_again(request: StaffRequest, message_id: UUID) -> HttpResponseBase:
    """Try once more, from the first attempt on."""
    actions.send_again(message=_dead(request, message_id), by=request.worker.actor)
    done(request, _("The message is on its way again."))
    return go_to(request, "agencies:mail")


@require_POST
def mail_drop(request: StaffRequest, message_id: UUID) -> HttpResponseBase:
    """Give up: address and text are destroyed."""
    actions.drop(message=_dead(request, message_id), by=request.worker.actor)
    done(request, _("Given up. The address and the text are destroyed."))
    return go_to(request, "agencies:mail")
