"""Background work: the paper of a consent is set here and nowhere else, for Typst is heavy; notices are told by mail."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from tirek.access import ordering
from tirek.access.actions import keep_paper
from tirek.access.models import Consent
from tirek.access.notices_by_mail import mail_notices
from tirek.access.paper import set_paper as typeset_paper
from tirek.agencies.models import Worker
from tirek.audit.actors import Actor
from tirek.documents.typesetting import PdfImpossible
from tirek.gate.acting import act_as
from tirek.gate.categories import Category
from tirek.people.models import Person


@app.task(name=ordering.TASK, queue="documents")
def set_paper(consent_id: str, worker_id: str, agency_id: str) -> None:
    """Set the paper of one consent on behalf of whoever drew it up; done once, whatever how often it is called."""
    seen = frozenset({int(Category.IDENTITY), int(Category.HEALTH)})
    by = Actor(id=UUID(worker_id), agency_id=UUID(agency_id), categories=seen)
    with act_as(by, purpose="consent"):
        consents = Consent.objects.select_related("operator", "receiver").filter(paper__isnull=True)
        consent = consents.filter(pk=UUID(consent_id)).first()
        person = Person.objects.filter(pk=consent.person_id).first() if consent else None
        if consent is None or person is None or consent.state_on(consent.ends_on) != "waits":
            return
        taker = Worker.objects.filter(pk=consent.drawn_up_by).values_list("name", flat=True).first()
        try:
            body = typeset_paper(consent, person, taker or "")
        except PdfImpossible:
            body = None
        keep_paper(consent=consent, body=body, by=by)


@app.periodic(cron="*/5 * * * *")
@app.task(name="access.mail_notices", queue="outbox", queueing_lock="access.mail_notices")
def tell_by_mail(timestamp: int) -> None:
    """Tell organisations of the notices that wait for them."""
    mail_notices()
