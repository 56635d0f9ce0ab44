"""Pages of referrals: both queues, one referral, and every answer to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.queries import names_of
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.gate.categories import Category
from tirek.gate.fetching import fetch_together, row_of
from tirek.people.models import Person
from tirek.referrals import actions, closing, consents, lists, queries
from tirek.referrals.deeds import DEEDS, Deed
from tirek.referrals.forms import AnswerForm, DeliverForm, SendForm, WaitForm
from tirek.referrals.letter_actions import kinds_for
from tirek.referrals.links import may_make
from tirek.referrals.machine import Verb
from tirek.referrals.models import Outcome, Referral, ReferralMatter
from tirek.referrals.moving import ChangedMeanwhile, Illegal, NotYours, outcome_of, stamp
from tirek.referrals.partner_pages import after_sending
from tirek.referrals.policies import is_relayed, may_pass_on, may_work, open_verbs
from tirek.services.queries import grants_of, usual_grant
from tirek.services.queueing import next_on
from tirek.ui.pages import done, go_to, respond
from tirek.ui.paging import turn_of

CHANGED = 409


@require_GET
def incoming(request: StaffRequest) -> HttpResponseBase:
    """What others ask of us: overdue first."""
    return _list(request, "incoming")


@require_GET
def outgoing(request: StaffRequest) -> HttpResponseBase:
    """What we ask of others."""
    return _list(request, "outgoing")


def _list(request: StaffRequest, side: str) -> HttpResponseBase:
    queues = {code: one for code, one in lists.QUEUES.items() if side == "outgoing" or code != "drafts"}
    show, agency_id = request.GET.get("show", ""), request.worker.agency_id
    show = show if show in queues else "waiting"
    turn = turn_of(request, lambda asked: lists.key_of(side, queues[show], agency_id, asked))
    found, counted = fetch_together(
        lists.page_of(side, queues[show], agency_id, turn), lists.counts(side, agency_id)
    )
    page = turn.page(request, found, lists.ON_A_PAGE)
    readings.note(Action.OPEN, category=Category.SOCIAL, rows=len(page.items), by=request.worker.actor)
    context = {
        "nav": "referrals",
        "side": side,
        "show": show,
        "queues": [(code, one.label, counted.get(code)) for code, one in queues.items()],
        "page": page,
        "may_work": may_work(request.worker.actor),
    }
    return respond(request, "referrals/list.html", context)


def found(request: StaffRequest, referral_id: UUID) -> Referral:
    """The referral that an address means; else a 404, once the attempt is written down."""
    rows = queries.with_names(Referral.objects.all()).select_related("entered_by", "parent")
    return _noted(request, rows.filter(pk=referral_id).first())


def _bare(request: StaffRequest, referral_id: UUID) -> tuple[Referral, Outcome | None]:
    """The same for whoever answers, with its outcome: the names are read where the page is shown again."""
    one, outcome = fetch_together(row_of(Referral, referral_id), row_of(Outcome, referral_id))
    return _noted(request, one), outcome


def _noted(request: StaffRequest, one: Referral | None) -> Referral:
    if one is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    readings.note(Action.OPEN, person=one.person_id, category=one.category, by=request.worker.actor)
    return one


@require_GET
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponseBase:
    """One referral: the letter, where it stands, what may be done now, and everything that happened."""
    return _page(request, found(request, referral_id))


def _page(
    request: StaffRequest, one: Referral, *, status: int | None = None, **shown: Any
) -> HttpResponseBase:
    by = request.worker.actor
    outcome = outcome_of(one.pk)
    history = queries.history_of(one)
    refused = [told for told in history if told.move.verb == Verb.REFUSE] if one.status == "rejected" else []
    own: list[tuple[str, Deed]] = []
    relayed: list[tuple[str, Deed]] = []
    for verb, deed in _deeds(one, outcome, request):
        (relayed if is_relayed(verb, one, outcome, by) else own).append((verb.value, deed))
    context = {
        "nav": "referrals",
        "referral": one,
        "line": queries.line_of(one, outcome),
        "outcome": outcome,
        "person": Person.objects.filter(pk=one.person_id).first(),
        "matter": ReferralMatter.objects.filter(pk=one.pk).first(),
        "history": history,
        "refused": refused[-1] if refused else None,
        "refusal": queries.refusal_of(one),
        "deeds": own,
        "relayed": relayed,
        "is_incoming": one.to_agency_id == by.agency_id,
        "visit_is_late": queries.visit_is_late(one, outcome) and one.to_agency_id == by.agency_id,
        "may_pass_on": may_pass_on(one, by),
        "letter_kinds": kinds_for(one, by),
        "may_link": may_make(one, by),
        "deliver": _deliver_form(one, outcome, request),
        "escalates_to": next(iter(names_of({one.escalate_to}).values()), "") if one.escalate_to else "",
        **_consent(request, one),
        **shown,
    }
    return respond(request, "referrals/referral.html", context, status=status)


def _deeds(one: Referral, outcome: Outcome | None, request: StaffRequest) -> Iterator[tuple[Verb, Deed]]:
    for verb in open_verbs(one, outcome, request.worker.actor):
        if verb in DEEDS:
            yield verb, DEEDS[verb]


def _deliver_form(one: Referral, outcome: Outcome | None, request: StaffRequest) -> DeliverForm | None:
    if not closing.may_deliver(one, outcome, request.worker.actor):
        return None
    initial = {"seen": stamp(one, outcome), "given_on": timezone.localdate(), **_usual_grant(request)}
    return DeliverForm(initial=initial, grants=grants_of(request.worker.agency_id))


def _usual_grant(request: StaffRequest) -> dict[str, object]:
    """The grant that pays as a rule, chosen beforehand as on the page of a service."""
    return {"grant": usual_grant(request.worker.agency_id, timezone.localdate())}


def _consent(request: StaffRequest, one: Referral) -> dict[str, Any]:
    """Of a draft: the consent that it waits for, and the button that sends it."""
    if one.status != "draft" or one.from_agency_id != request.worker.agency_id:
        return {}
    consent = consents.of(one)
    waits = consent is not None and consent.state_on(timezone.localdate()) == "waits"
    initial = {"seen": stamp(one, None), "signed_on": timezone.localdate() if waits else None}
    return {"consent": consent, "consent_waits": waits, "send_form": SendForm(initial=initial)}


@require_POST
def send(request: StaffRequest, referral_id: UUID) -> HttpResponseBase:
    """Send a draft; where its consent waits for the signature, receive that first."""
    one = found(request, referral_id)
    form = SendForm(request.POST)
    if not form.is_valid():
        return _page(request, one, status=422, send_form=form, form=form)
    try:
        with transaction.atomic():
            consents.receive(one, form.cleaned_data["signed_on"], by=request.worker.actor)
            actions.send(referral=one, seen=form.cleaned_data["seen"], by=request.worker.actor)
    except actions.ConsentMissing:
        form.add_error(
            None,
            _(
                "Nothing is told to another organisation without the person's consent: it is not signed yet, or stands no more"
            ),
        )
        return _page(request, one, status=422, send_form=form, form=form)
    except (ChangedMeanwhile, Illegal, NotYours):
        return _page(request, found(request, referral_id), status=CHANGED, has_changed=True)
    done(request, _("Sent. The answer is due in time: see the deadline."))
    one.refresh_from_db()
    return after_sending(request, one)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, referral_id: UUID, verb: str) -> HttpResponseBase:
    """Do one thing to a referral, if its edge is open to the reader; the form stands on the referral's own page."""
    one, outcome = _bare(request, referral_id)
    deed = DEEDS.get(Verb(verb)) if verb in Verb.values else None
    if deed is None:
        raise Http404
    if verb not in [code for code, _deed in _deeds(one, outcome, request)]:
        if request.method != "POST":
            return go_to(request, "referrals:referral", one.id)
        return _changed(request, one, _form(deed, one, outcome, request))
    form = _form(deed, one, outcome, request)
    if not form.is_valid():
        return _page(request, one, form=form, deed=deed, verb=verb)
    try:
        deed.action(referral=one, seen=form.cleaned_data["seen"], by=request.worker.actor, **form.said())
    except ChangedMeanwhile:
        return _changed(request, found(request, referral_id), form, deed, verb)
    except (Illegal, NotYours):
        return _changed(request, found(request, referral_id), form)
    done(request, str(deed.done))
    return go_to(request, "referrals:referral", one.id)


def _form(deed: Deed, one: Referral, outcome: Outcome | None, request: StaffRequest) -> AnswerForm:
    initial = {
        "seen": stamp(one, outcome),
        "receives": request.worker.name,
        "given_on": timezone.localdate(),
        "until": next_on(one.offer) if deed.form is WaitForm and one.offer else None,
    }
    more: dict[str, Any] = {}
    if "next_agency" in deed.form.base_fields:
        more = {"agencies": queries.receivers(request.worker.agency_id)}
    if "grant" in deed.form.base_fields:
        more, initial = {"grants": grants_of(request.worker.agency_id)}, initial | _usual_grant(request)
    return deed.form(request.POST or None, initial=initial, **more)


def _changed(
    request: StaffRequest, one: Referral, form: AnswerForm, deed: Deed | None = None, verb: str = ""
) -> HttpResponseBase:
    """Somebody was first: say what happened meanwhile, keep what was typed, and let it be sent on purpose where it still may."""
    outcome = outcome_of(one.pk)
    still = deed is not None and verb in [code for code, _deed in _deeds(one, outcome, request)]
    typed = [
        (str(form.fields[name].label), str(value))
        for name, value in form.data.items()
        if name in form.fields and name != "seen" and value
    ]
    if still:
        form.data = {**form.data.dict(), "seen": stamp(one, outcome)}  # type: ignore[attr-defined]
    shown = {"form": form, "deed": deed, "verb": verb} if still else {"typed": typed}
    return _page(request, one, status=CHANGED, has_changed=True, **shown)


@require_POST
def deliver(request: StaffRequest, referral_id: UUID) -> HttpResponseBase:
    """Write help that was received into the journal of services: a row of its own."""
    one = found(request, referral_id)
    form = DeliverForm(request.POST, grants=grants_of(request.worker.agency_id))
    if not form.is_valid():
        return _page(request, one, status=422, deliver=form, form=form)
    try:
        with transaction.atomic():
            service = closing.deliver(
                referral=one,
                given_on=form.cleaned_data["given_on"],
                grant=form.cleaned_data["grant"],
                by=request.worker.actor,
            )
    except (Illegal, NotYours):
        return _page(request, found(request, referral_id), status=CHANGED, has_changed=True)
    done(request, _("Recorded."))
    return go_to(request, "services:entry", service.id)
