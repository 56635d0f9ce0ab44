"""Writes of oversight: a finding reviewed, a question asked and answered."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.audit.models import Reading
from tirek.oversight.models import Finding, Question
from tirek.oversight.policies import NotYours, may_answer, may_review


@transaction.atomic
def review(*, finding: Finding, verdict: str, note: str = "", by: Actor) -> None:
    """Say what a finding was; raises NotYours for the worker it is about and for a second review."""
    # The database, too, locks for change only what the actor may change: a finding about others.
    held = Finding.objects.select_for_update().filter(pk=finding.pk).first()
    if held is None or not may_review(held, by):
        raise NotYours
    held.verdict, held.note = verdict, note
    held.reviewed_at, held.reviewed_by = timezone.now(), by.id
    held.save(update_fields=["verdict", "note", "reviewed_at", "reviewed_by"])
    journal.write("oversight.review", finding, detail={"verdict": verdict}, by=by)


@transaction.atomic
def ask(*, reading: Reading, by: Actor) -> Question:
    """Ask on behalf of the person why somebody looked; asked again it stays one question."""
    if reading.person_id is None or by.agency_id is None:
        raise NotYours
    asked = Question.objects.filter(reading_id=reading.id).first()
    if asked is not None:
        return asked
    question = Question(
        person_id=reading.person_id,
        reading_id=reading.id,
        reader_id=reading.worker_id,
        reader_agency_id=reading.agency_id,
        agency_id=by.agency_id,
        asked_by=by.id,
        asked_at=timezone.now(),
    )
    question.save(force_insert=True)
    journal.write("oversight.ask", question, person=reading.person_id, by=by)
    return question


@transaction.atomic
def answer(*, question: Question, answer: str, by: Actor) -> None:
    """Answer why it was opened; raises NotYours for whoever looked and for a second answer."""
    held = Question.objects.select_for_update().filter(pk=question.pk).first()
    if held is None or not may_answer(held, by):
        raise NotYours
    held.answer, held.answered_at, held.answered_by = answer, timezone.now(), by.id
    held.save(update_fields=["answer", "answered_at", "answered_by"])
    journal.write("oversight.answer", question, by=by)
