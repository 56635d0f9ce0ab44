"""Identity papers of a person: entered, changed, found again or lost; their numbers are sealed and shown by a logged click."""

from __future__ import annotations

from django.db import transaction

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate import vault
from tirek.people.models import Paper, Person
from tirek.people.policies import may_change_paper
from tirek.people.registering import PaperFacts
from tirek.people.stating import enter

SHOWN_OF_A_NUMBER = 3


class NotOurs(PermissionError):
    """Only the agency that entered a paper changes it."""


@transaction.atomic
def add_paper(*, person: Person, paper: PaperFacts, by: Actor) -> Paper:
    """Enter a paper, and the name and birth it has as a source of its own; the same form sent twice enters one."""
    known = Paper.objects.filter(pk=paper.id, person=person).first()
    if known is not None:
        return known
    if by.agency_id is None:
        raise PermissionError("a paper is entered for an agency")
    record = enter(person, paper.written, by) if paper.written is not None else None
    made = Paper(id=paper.id, person=person, record=record, agency_id=by.agency_id, entered_by=by.id)
    _put(made, paper)
    made.save(force_insert=True)
    journal.write("people.add_paper", made, person=person.id, by=by)
    return made


@transaction.atomic
def change_paper(*, paper: Paper, facts: PaperFacts, by: Actor) -> Paper:
    """Change what is known of a paper: lost, restored, another number; what it said before stays in the history.

    An empty number leaves the one that is known.
    """
    if by.agency_id is None or not may_change_paper(paper, by.agency_id):
        raise NotOurs
    _put(paper, facts)
    paper.save()
    journal.write("people.change_paper", paper, person=paper.person_id, detail={"state": paper.state}, by=by)
    return paper


def _put(paper: Paper, said: PaperFacts) -> None:
    paper.kind_id, paper.state = said.kind_id, said.state
    paper.issued_by, paper.issued_on = " ".join(said.issued_by.split()), said.issued_on
    paper.expires_on, paper.source = said.expires_on, said.source
    paper.told_by = " ".join(said.told_by.split())
    number = "".join(said.number.split())
    if number and number != number_of(paper):
        paper.sealed_number = vault.put(vault.DOCUMENT, number, person=paper.person_id)


def number_of(paper: Paper) -> str:
    """The number in clear; empty where none is known. Whoever shows it writes that down."""
    return vault.read_text(paper.sealed_number) if paper.sealed_number is not None else ""


def masked_number(number: str) -> str:
    """A number of which only the end shows."""
    return f"•••• {number[-SHOWN_OF_A_NUMBER:]}" if number else ""
