"""The page behind a partner's link: an envelope, and an answer. Whoever holds the link may do this one thing and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.gate import tallies
from tirek.gate.acting import act_as
from tirek.referrals import actions, closing, letters, links
from tirek.referrals.link_forms import (
    CAME_ONLY,
    DID_NOT_COME,
    AcceptForm,
    OutcomeForm,
    RefuseForm,
)
from tirek.referrals.links import Found, LinkSpent, Purpose
from tirek.referrals.models import EndReason, Referral
from tirek.referrals.moving import ChangedMeanwhile, Illegal, NotYours, outcome_of, stamp
from tirek.services.models import RefusalReason
from tirek.ui.pages import respond

_GONE, _UNKNOWN, _TOO_MANY, _CONFLICT = 410, 404, 429, 409


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the envelope and take the answer; opening the page alone uses nothing up and changes nothing."""
    found = links.find(token)
    try:
        if found is None:
            tallies.count(tallies.REFERRAL_LINK, get_adapter().get_client_ip(request))
            return _spent(request, "unknown", _UNKNOWN)
        if request.method == "POST":
            tallies.count(tallies.ANSWER_BY_LINK, found.id)
    except tallies.TooOften as often:
        return _spent(request, "often", _TOO_MANY, sentence=often.sentence)
    with _in_language_of(found, request):
        if why := found.why_spent(timezone.now()):
            return _spent(request, why)
        try:
            with act_as(found.actor, purpose="link"):
                return _page(request, found)
        except LinkSpent:  # the same link came twice at once
            return _spent(request, "used")
        except (Illegal, NotYours):  # it was answered another way meanwhile
            return _spent(request, "answered")
        except ChangedMeanwhile:
            with act_as(found.actor, purpose="link"):
                return _page(request, found, is_changed=True)


@contextmanager
def _in_language_of(found: Found, request: HttpRequest) -> Iterator[None]:
    """The language the link was sent in, until the reader chooses another."""
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    with override(get_language() if chosen else found.language):
        yield


def _spent(request: HttpRequest, why: str, status: int = _GONE, **more: Any) -> HttpResponse:
    return respond(request, "referrals/link_spent.html", {"why": why, **more}, status=status)


def _page(request: HttpRequest, found: Found, *, is_changed: bool = False) -> HttpResponse:
    known = Referral.objects.select_related("from_agency", "to_agency", "kind")
    referral = get_object_or_404(known, pk=found.referral_id)
    readings.note(Action.OPEN, person=referral.person_id, category=referral.category, by=found.actor)
    seen = stamp(referral, outcome_of(referral.pk))
    if links.purpose_for(referral) != found.purpose:
        return _spent(request, "answered")
    look = _answers if found.purpose == Purpose.ANSWER else _outcomes
    context = _envelope(referral) | {"is_changed": is_changed}
    return look(request, found, referral, seen, context)


def _envelope(referral: Referral) -> dict[str, Any]:
    """What the page says: the envelope, and the sender under the name that may be told."""
    language = get_language() or "ru"
    language = language if language in ("ru", "kk") else "ru"
    return {
        "referral": referral,
        "sender": letters.name_to(referral.from_agency, referral.to_agency, language),
        "kind": letters.named(referral.kind, language),
    }


def _bound(form: type[Any], request: HttpRequest, seen: str, chosen: str, **more: Any) -> Any:
    """A form with what was typed where it was this one that was sent; after a change it carries the new version."""
    is_sent = request.method == "POST" and request.POST.get("verb") == chosen
    data = request.POST.dict() if is_sent else None
    return form(data, initial={"seen": seen, **more.pop("initial", {})}, **more)


def _answers(
    request: HttpRequest, found: Found, referral: Referral, seen: str, context: dict[str, Any]
) -> HttpResponse:
    accept = _bound(AcceptForm, request, seen, "accept", initial={"email": referral.to_agency.email})
    refuse = _bound(RefuseForm, request, seen, "refuse", language=get_language() or "ru")
    if not context["is_changed"]:
        if accept.is_bound and accept.is_valid():
            return _accept(request, found, referral, accept)
        if refuse.is_bound and refuse.is_valid():
            return _refuse(request, found, referral, refuse)
    else:
        accept.carry(seen)
        refuse.carry(seen)
    context |= {"accept": accept, "refuse": refuse, "form": refuse if refuse.is_bound else accept}
    return respond(request, "referrals/link_answer.html", context, status=_status(context))


def _status(context: dict[str, Any]) -> int | None:
    return _CONFLICT if context["is_changed"] else None


def _accept(request: HttpRequest, found: Found, referral: Referral, form: AcceptForm) -> HttpResponse:
    said, by = form.cleaned_data, found.actor
    links.use()
    accepted = actions.accept(
        referral=referral,
        seen=said["seen"],
        receives=said["receives"],
        appointment_at=form.appointment_at,
        note=said["note"],
        by=by,
    )
    link, token = links.make(
        referral=accepted,
        purpose=Purpose.OUTCOME,
        way=links.Way.MAIL,
        language=found.language,
        to=said["email"],
        by=by,
    )
    url = settings.TIREK_PUBLIC_URL + reverse("letters:answer", args=[token])
    if said["email"]:
        links.mail(link=link, to=said["email"], url=url, by=by)
    context = _envelope(accepted) | {
        "what": "accepted",
        "url": url,
        "link": link,
        "is_mailed": bool(said["email"]),
    }
    return respond(request, "referrals/link_thanks.html", context)


def _refuse(request: HttpRequest, found: Found, referral: Referral, form: RefuseForm) -> HttpResponse:
    said = form.cleaned_data
    links.use()
    actions.refuse(
        referral=referral,
        seen=said["seen"],
        reason=RefusalReason.objects.filter(code=said["reason"]).first(),
        next_step=said["next_step"],
        note=said["note"],
        by=found.actor,
    )
    return respond(request, "referrals/link_thanks.html", _envelope(referral) | {"what": "refused"})


def _outcomes(
    request: HttpRequest, found: Found, referral: Referral, seen: str, context: dict[str, Any]
) -> HttpResponse:
    form = _bound(OutcomeForm, request, seen, "outcome")
    if form.is_bound and form.is_valid() and not context["is_changed"]:
        links.use()
        _TELL[form.cleaned_data["what"]](referral, form.cleaned_data, found)
        return respond(request, "referrals/link_thanks.html", _envelope(referral) | {"what": "told"})
    if context["is_changed"]:
        form.carry(seen)
    context["form"] = form
    return respond(request, "referrals/link_outcome.html", context, status=_status(context))


def _received(referral: Referral, said: dict[str, Any], found: Found) -> None:
    closing.complete(referral=referral, seen=said["seen"], received=True, note=said["note"], by=found.actor)


def _came_only(referral: Referral, said: dict[str, Any], found: Found) -> None:
    closing.complete(
        referral=referral,
        seen=said["seen"],
        received=False,
        reason=said["reason"],
        note=said["note"],
        by=found.actor,
    )


def _no_show(referral: Referral, said: dict[str, Any], found: Found) -> None:
    closing.fail(
        referral=referral, seen=said["seen"], reason=EndReason.NO_SHOW, note=said["note"], by=found.actor
    )


_TELL: Final[dict[str, Callable[[Referral, dict[str, Any], Found], None]]] = {
    "received": _received,
    CAME_ONLY: _came_only,
    DID_NOT_COME: _no_show,
}
