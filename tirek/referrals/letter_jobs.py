"""Background work: letters and slips are set here and nowhere else, for Typst and Word are heavy. Imported by `jobs.py`."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app

from tirek.audit.actors import Actor
from tirek.documents import actions as documents
from tirek.documents.typesetting import PDF, PdfImpossible
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.referrals import letter_actions as actions
from tirek.referrals import links
from tirek.referrals.letter_files import set_pdf, set_word
from tirek.referrals.letter_models import Letter, ReferralLink
from tirek.referrals.letters import Reveals, sheet_of
from tirek.referrals.slips import set_slip as typeset_slip


def _actor(worker_id: str, agency_id: str, categories: str) -> Actor:
    seen = frozenset(int(one) for one in categories.split(",") if one)
    return Actor(id=UUID(worker_id), agency_id=UUID(agency_id), categories=seen)


@app.task(name=actions.SET_LETTER, queue="documents")
def set_letter(row_id: str, worker_id: str, agency_id: str, categories: str) -> None:
    """Set Word and PDF of one letter; done once, however often it is called."""
    by = _actor(worker_id, agency_id, categories)
    with act_as(by, purpose="letter"):
        letter = Letter.objects.select_related("referral", "agency", "to_agency").filter(pk=row_id).first()
        if letter is None or letter.pdf_id is not None:
            return
        try:
            sheet = sheet_of(letter)
            bodies = {"pdf": set_pdf(sheet), "docx": set_word(sheet)}
        except (PdfImpossible, Reveals):
            actions.keep_files(letter=letter, bodies=None, by=by)
        else:
            actions.keep_files(letter=letter, bodies=bodies, by=by)


@app.task(name=actions.SET_SLIP, queue="documents")
def set_slip(row_id: str, worker_id: str, agency_id: str, categories: str) -> None:
    """Set the paper of one link; its token is destroyed with that and stands in the QR alone."""
    by = _actor(worker_id, agency_id, categories)
    with act_as(by, purpose="letter"):
        found = ReferralLink.objects.select_related(
            "referral__from_agency", "referral__to_agency", "referral__kind"
        )
        link = found.select_for_update(of=("self",)).filter(pk=row_id, token__isnull=False).first()
        if link is None or link.token is None:
            return
        held, link.token = link.token, None
        url = settings.TIREK_PUBLIC_URL + reverse("letters:answer", args=[vault.read_text(held)])
        try:
            body = typeset_slip(link, url)
        except (PdfImpossible, Reveals):
            links.withdraw(link=link, by=by)
        else:
            name = f"referral-{str(link.id)[:8]}.pdf"
            link.paper = documents.store_personal(name=name, mime=PDF, body=body, by=by)
        link.save(update_fields=["paper", "token"])
        vault.drop([held])
