"""Letters: the register of what goes out, one letter on its way, the agency's own texts and its letterhead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.documents.queries import body_of
from tirek.gate.categories import Category
from tirek.referrals import letter_actions as actions
from tirek.referrals import letter_texts as texts
from tirek.referrals import letters
from tirek.referrals.letter_forms import (
    BodyForm,
    LetterheadForm,
    MailForm,
    SentForm,
    SignForm,
    TextForm,
    VersionForm,
    why_reveals,
)
from tirek.referrals.letter_models import Language, Letter, LetterKind, LetterText
from tirek.referrals.partner_pages import known_referral
from tirek.referrals.policies import may_work
from tirek.ui.forms import Form
from tirek.ui.pages import done, go_to, paginate_by_key, respond

_ON_A_PAGE: Final = 30
_form = require_http_methods(["GET", "HEAD", "POST"])
State = Letter.State
LOOKS: Final = {
    State.DRAFT: {"tone": "", "icon": "pencil"},
    State.WAITS: {"tone": "warn", "icon": "signature"},
    State.SIGNED: {"tone": "warn", "icon": "send"},
    State.SENT: {"tone": "ok", "icon": "check"},
    State.CANCELLED: {"tone": "", "icon": "x"},
}
# icons: pencil signature send check x


def _context(here: str, **more: Any) -> dict[str, Any]:
    return {"nav": "letters", "here": here, **more}


@require_GET
def register(request: StaffRequest) -> HttpResponseBase:
    """The outgoing letters, the latest first; those that wait for a signature stand above."""
    every = Letter.objects.select_related("to_agency", "referral")
    page = paginate_by_key(request, every, "-made_at", "-pk", size=_ON_A_PAGE)
    waiting = every.filter(state=State.WAITS).order_by("made_at")[:_ON_A_PAGE]
    readings.note(Action.OPEN, category=Category.SOCIAL, rows=len(page.items), by=request.worker.actor)
    lines = [(one, LOOKS[State(one.state)]) for one in page.items]
    return respond(
        request, "referrals/letters.html", _context("register", page=page, lines=lines, waiting=waiting)
    )


@require_POST
def write(request: StaffRequest, referral_id: UUID) -> HttpResponseBase:
    """Begin a letter about a referral."""
    referral = known_referral(request, referral_id)
    kind, language = request.POST.get("kind", ""), request.POST.get("language", "ru")
    if kind not in LetterKind.values or language not in Language.values:
        raise Http404
    try:
        letter = actions.write(referral=referral, kind=kind, language=language, by=request.worker.actor)
    except actions.NotYours as error:
        raise Http404 from error
    except letters.Reveals as error:
        done(request, why_reveals(error))
        return go_to(request, "letters:texts")
    return go_to(request, "letters:letter", letter.pk)


def _known(request: StaffRequest, letter_id: UUID, action: Action = Action.OPEN) -> Letter:
    rows = Letter.objects.select_related("referral", "agency", "to_agency", "pdf", "word")
    letter = rows.filter(pk=letter_id).first()
    if letter is None or not may_work(request.worker.actor):
        readings.deny(by=request.worker.actor)
        raise Http404
    referral = letter.referral
    readings.note(action, person=referral.person_id, category=referral.category, by=request.worker.actor)
    return letter


@_form
def letter(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """One letter: its text while it is written, then what is to be done next."""
    one = _known(request, letter_id)
    is_open = one.state in (State.DRAFT, State.WAITS)
    form = (
        BodyForm(request.POST.dict() or None, initial={"body": one.body, "version": one.version})
        if is_open
        else None
    )
    if form is not None and form.is_valid():

        def edit(version: int, body: str) -> Letter:
            return actions.edit(letter=one, version=version, body=body, by=request.worker.actor)

        if _done(request, form, edit, _("The text is kept.")):
            return go_to(request, "letters:letter", one.pk)
    return _letter_page(request, one, form)


def _letter_page(request: StaffRequest, one: Letter, form: Form | None = None, **forms: Form) -> HttpResponse:
    kept = letters.letterhead_of(one.agency)
    post = kept.signer_post_kk if one.language == "kk" else kept.signer_post_ru
    version = {"version": one.version}
    signing = {"signer": kept.signer, "signer_post": post, "registered_on": timezone.localdate(), **version}
    context: dict[str, Any] = {
        "letter": one,
        "look": LOOKS[State(one.state)],
        "body_form": form or BodyForm(initial={"body": one.body, **version}),
        "sign_form": SignForm(initial=signing),
        "mail_form": MailForm(initial={"to": one.to_agency.email if one.to_agency else "", **version}),
        "sent_form": SentForm(initial=version),
        "paragraphs": [part for part in one.body.replace("\r\n", "\n").split("\n\n") if part.strip()],
    }
    tried = form if form is not None and form.is_bound else next(iter(forms.values()), None)
    return respond(
        request, "referrals/outgoing_letter.html", _context("register", **{**context, **forms}, form=tried)
    )


def _done(request: StaffRequest, form: Form, action: Callable[..., Letter], sentence: str) -> bool:
    """Do what a valid form asks; what stands in the way is said on the form, and what was typed is kept."""
    try:
        action(**form.cleaned_data)
    except letters.Reveals as error:
        form.add_error(None, why_reveals(error))
    except actions.Changed as changed:
        form.add_error(None, _("Somebody changed the letter meanwhile. Look at it below and save again."))
        form.data = {**form.data, "version": str(changed.letter.version)}
    except actions.NotThere:
        form.add_error(None, _("The letter is further on already. Open it anew."))
    except actions.NotYours as error:
        raise Http404 from error
    else:
        done(request, sentence)
        return True
    return False


def _step(
    request: StaffRequest,
    letter_id: UUID,
    form: Form,
    name: str,
    action: Callable[..., Letter],
    sentence: str,
) -> HttpResponseBase:
    one = _known(request, letter_id)
    if form.is_valid():

        def go(**said: Any) -> Letter:
            return action(letter=one, by=request.worker.actor, **said)

        if _done(request, form, go, sentence):
            return go_to(request, "letters:letter", one.pk)
    return _letter_page(request, _known(request, letter_id), **{name: form})


@require_POST
def hand_over(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """The text is ready for the signature."""
    sentence = _("The letter waits for signature and number.")
    return _step(
        request, letter_id, VersionForm(request.POST.dict()), "step_form", actions.hand_over, sentence
    )


@require_POST
def sign(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """Write down who signed, give the number, have Word and PDF set."""
    sentence = _("Registered. Word and PDF are being set: a few seconds.")
    return _step(request, letter_id, SignForm(request.POST.dict()), "sign_form", actions.sign, sentence)


@require_POST
def send(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """Send the PDF by mail."""
    sentence = _("The letter is on its way.")
    return _step(
        request, letter_id, MailForm(request.POST.dict()), "mail_form", actions.send_by_mail, sentence
    )


@require_POST
def sent(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """Write down that the paper went."""
    sentence = _("Written down.")
    return _step(request, letter_id, SentForm(request.POST.dict()), "sent_form", actions.note_sent, sentence)


@require_POST
def cancel(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """The letter is not needed."""
    sentence = _("The letter is put aside.")
    return _step(request, letter_id, VersionForm(request.POST.dict()), "step_form", actions.cancel, sentence)


@require_POST
def set_again(request: StaffRequest, letter_id: UUID) -> HttpResponseBase:
    """Have the files set once more that got lost on the way."""
    one = _known(request, letter_id)
    if one.pdf is None and one.state in (State.SIGNED, State.SENT):
        actions.order(one, request.worker.actor)
        done(request, _("Word and PDF are being set: a few seconds."))
    return go_to(request, "letters:letter", one.pk)


@require_GET
def file(request: StaffRequest, letter_id: UUID, kind: str) -> HttpResponseBase:
    """The letter as PDF or Word."""
    one = _known(request, letter_id, Action.PRINT)
    stored = {"pdf": one.pdf, "docx": one.word}.get(kind)
    if stored is None:
        raise Http404
    answer = HttpResponse(body_of(stored), content_type=stored.mime)
    way = "inline" if kind == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{way}; filename="{stored.name}"'
    return answer


@_form
def letterhead(request: StaffRequest) -> HttpResponseBase:
    """How the organisation writes."""
    kept = letters.letterhead_of(request.worker.agency)
    initial = {name: getattr(kept, name) for name in LetterheadForm.base_fields}
    form = LetterheadForm(request.POST or None, initial=initial)
    if form.is_valid():
        actions.keep_letterhead(**form.cleaned_data, by=request.worker.actor)
        done(request, _("Kept. Letters that are signed stay as they are."))
        return go_to(request, "letters:texts")
    return respond(request, "referrals/letterhead.html", _context("texts", form=form))


@require_GET
def texts_page(request: StaffRequest) -> HttpResponseBase:
    """The texts letters begin with, one for each kind and language."""
    own = {(one.kind, one.language) for one in LetterText.objects.all()}
    rows = [
        (kind, language, (kind.value, language.value) in own) for kind in LetterKind for language in Language
    ]
    kept = letters.letterhead_of(request.worker.agency)
    return respond(request, "referrals/letter_texts.html", _context("texts", rows=rows, letterhead=kept))


@_form
def text(request: StaffRequest, kind: str, language: str) -> HttpResponseBase:
    """One text, with what may stand in braces beside it."""
    if kind not in LetterKind.values or language not in Language.values:
        raise Http404
    own = LetterText.objects.filter(kind=kind, language=language).first()
    body = own.body if own else texts.BUILT_IN[LetterKind(kind), Language(language)]
    form = TextForm(request.POST or None, kind=kind, initial={"body": body})
    if form.is_valid():
        actions.keep_text(
            kind=kind, language=language, body=form.cleaned_data["body"], by=request.worker.actor
        )
        done(request, _("Kept. Letters begun from now on have this text."))
        return go_to(request, "letters:texts")
    fields = [("{" + name + "}", texts.MEANS[name]) for name in sorted(texts.FIELDS[kind])]
    about = {"kind": LetterKind(kind), "language": Language(language), "fields": fields}
    return respond(request, "referrals/letter_text.html", _context("texts", form=form, **about))
