"""Staff's pages for partners without an account: a link by mail, or a letter with a QR and a slip."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.documents.queries import body_of
from tirek.documents.typesetting import PDF
from tirek.referrals import letter_actions, links
from tirek.referrals.letter_forms import why_reveals
from tirek.referrals.letter_models import Language, ReferralLink
from tirek.referrals.letters import Reveals
from tirek.referrals.link_forms import PartnerForm, Way
from tirek.referrals.models import Referral
from tirek.referrals.policies import may_work
from tirek.ui.pages import done, go_to, respond


def known_referral(request: StaffRequest, referral_id: UUID, action: Action = Action.OPEN) -> Referral:
    """A referral the reader sees, its reading written down; a refusal too."""
    by = request.worker.actor
    rows = Referral.objects.select_related("from_agency", "to_agency", "kind")
    referral = rows.filter(pk=referral_id).first()
    if referral is None or not may_work(by):
        readings.deny(by=by)
        raise Http404
    readings.note(action, person=referral.person_id, category=referral.category, by=by)
    return referral


_WAYS: Final = {Referral.Channel.LINK: Way.MAIL, Referral.Channel.SLIP: Way.PAPER}
"""How it goes to a partner who does not log in, by the way that was chosen on «Направить»."""


def after_sending(request: StaffRequest, referral: Referral) -> HttpResponseBase:
    """Where sending leads: to the link or the slip that has to be made, where one was chosen, else to the referral."""
    is_begun = referral.status == "draft" or referral.channel not in _WAYS
    return go_to(request, "referrals:referral" if is_begun else "letters:partner", referral.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: StaffRequest, referral_id: UUID) -> HttpResponseBase:
    """Give a partner who has no account a way to answer; what was given before stands below."""
    referral, by = known_referral(request, referral_id), request.worker.actor
    if by.agency_id != referral.from_agency_id:
        raise Http404
    purpose = links.purpose_for(referral)
    form = PartnerForm(request.POST or None, initial=_usual(referral))
    if form.is_valid() and purpose is not None:
        said = form.cleaned_data
        try:
            links.check_link(referral, said["language"])
        except Reveals as error:
            form.add_error(None, why_reveals(error))
        else:
            return _give(request, referral, purpose, form)
    context = {
        "nav": "referrals",
        "referral": referral,
        "form": form if purpose else None,
        "purpose": purpose,
        "links": [(one, one.state_at(timezone.now())) for one in referral.links.select_related("paper")],
    }
    return respond(request, "referrals/partner.html", context)


def _usual(referral: Referral) -> dict[str, object]:
    language = get_language()
    return {
        "to": referral.to_agency.email,
        "way": _WAYS.get(Referral.Channel(referral.channel), Way.MAIL),
        "language": language if language in Language.values else Language.RU,
    }


def _give(request: StaffRequest, referral: Referral, purpose: str, form: PartnerForm) -> HttpResponseBase:
    said, by = form.cleaned_data, request.worker.actor
    is_mail = said["way"] == Way.MAIL
    link, token = links.make(
        referral=referral,
        purpose=purpose,
        way=said["way"],
        language=said["language"],
        to=said["to"] if is_mail else "",
        by=by,
    )
    if is_mail:
        url = settings.TIREK_PUBLIC_URL + reverse("letters:answer", args=[token])
        links.mail(link=link, to=said["to"], url=url, by=by)
        done(request, _("The mail is on its way. The answer appears in the referral."))
    else:
        links.seal_token(link=link, token=token, by=by)
        letter_actions.order_slip(link, by)
        done(request, _("The letter is being set: a few seconds."))
    return go_to(request, "letters:partner", referral.pk)


def _own_link(request: StaffRequest, link_id: UUID, action: Action = Action.OPEN) -> ReferralLink:
    link = ReferralLink.objects.select_related("paper").filter(pk=link_id).first()
    if link is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    known_referral(request, link.referral_id, action)
    return link


@require_GET
def slip(request: StaffRequest, link_id: UUID) -> HttpResponseBase:
    """The letter with its QR and its slip, as PDF."""
    link = _own_link(request, link_id, Action.PRINT)
    if link.paper is None:
        raise Http404
    answer = HttpResponse(body_of(link.paper), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{link.paper.name}"'
    return answer


@require_POST
def withdraw_link(request: StaffRequest, link_id: UUID) -> HttpResponseBase:
    """Let a link work no more."""
    link = _own_link(request, link_id)
    links.withdraw(link=link, by=request.worker.actor)
    done(request, _("The link works no more."))
    return go_to(request, "letters:partner", link.referral_id)
