"""How a person says yes or no: on the printed paper, or on this screen, which is turned round to them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.access import actions, paper
from tirek.access.forms import ReceivedForm
from tirek.access.models import Consent
from tirek.access.ordering import order_paper
from tirek.access.views import known, received
from tirek.agencies.requests import StaffRequest
from tirek.audit.readings import Action
from tirek.documents.typesetting import PDF
from tirek.people.models import Person
from tirek.ui.pages import done, go_to, respond

_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def consent_print(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """The paper: one A4 as PDF, in the language it is signed in."""
    one, _about = known(consent_id, request, Action.PRINT)
    try:
        body = actions.hand_out(consent=one, by=request.worker.actor)
    except actions.NotStanding as error:
        raise Http404 from error
    answer = HttpResponse(body, content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="consent-{str(one.id)[:8]}-{one.version}.pdf"'
    return answer


@require_POST
def set_again(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """Have a paper set once more that got lost on the way."""
    one, _about = known(consent_id, request)
    if one.paper is None:
        order_paper(one.id, request.worker.actor)
        done(request, _("The paper is being set: a few seconds."))
    return go_to(request, "access:consent", one.id)


def _waiting(consent_id: UUID, request: StaffRequest) -> tuple[Consent, Person]:
    one, about = known(consent_id, request)
    if one.state_on(timezone.localdate()) != "waits":
        raise Http404
    return one, about


@_form
def agree(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """The consent in large type for the person to read and to answer, on the worker's own device."""
    one, about = _waiting(consent_id, request)
    form = ReceivedForm({"signed_on": timezone.localdate()} if request.method == "POST" else None)
    if form.is_valid() and received(form, one, request, how=Consent.Signed.SCREEN):
        done(request, _("Received. The consent stands from now on."))
        return go_to(request, "access:person", about.id)
    said = paper.wording_of(one)
    with override(one.language):
        context = {
            "form": form,
            "consent": one,
            "person": about,
            "said": said,
            "rows": paper.rows_of(one, about),
            "languages": Consent.Language.choices,
        }
        return respond(request, "access/agree.html", context)


@require_POST
def decline(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """The person does not agree; nothing follows from it."""
    one, about = _waiting(consent_id, request)
    actions.decline(consent=one, by=request.worker.actor)
    done(request, _("The person does not agree. Nothing is opened, and help goes on as before."))
    return go_to(request, "access:person", about.id)


@require_POST
def speak(request: StaffRequest, consent_id: UUID) -> HttpResponseBase:
    """The same consent in the other language, which is a new version: what is signed is what was read."""
    one, _about = _waiting(consent_id, request)
    language = request.POST.get("language", "")
    if language not in Consent.Language.values:
        raise Http404
    if language != one.language:
        one = actions.draw_up(
            person_id=one.person_id,
            receiver=one.receiver,
            categories=one.categories,
            purpose=one.purpose,
            language=language,
            operator_bin=one.operator_bin,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            instead_of=one,
            by=request.worker.actor,
        )
    return go_to(request, "access:agree", one.id)
