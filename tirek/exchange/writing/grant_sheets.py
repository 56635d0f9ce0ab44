"""Plan, budget, declared totals, events and recipients of materials: said twice, they stand once."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from tirek.exchange.rows.budget import BudgetRow, reallocation
from tirek.exchange.rows.declared import DeclaredRow
from tirek.exchange.rows.events import EventRow
from tirek.exchange.rows.plan import PlanRow
from tirek.exchange.rows.recipients import RecipientRow
from tirek.exchange.staged import Staged
from tirek.exchange.writing.context import Writing
from tirek.grants import actions as grants
from tirek.grants.models import BudgetLine, Event, Grant, MaterialRecipient


def write_project(writing: Writing, staged: list[Staged]) -> None:
    """The grant itself is open by now; remember which rows it came from."""
    assert writing.grant is not None
    grant_id = writing.grant.pk
    writing.load_known(staged)
    writing.remember("grant", [(one, grant_id) for one in staged])


def write_plan(writing: Writing, staged: list[Staged]) -> None:
    """Enter or correct what the grant promised."""
    grant, written = _grant(writing), []
    writing.load_known(staged)
    for one in staged:
        said: PlanRow = one.record
        line = grants.plan(
            grant=grant, code=said.code, label=said.label, planned=said.planned or 0, by=writing.by
        )
        written.append((one, line.pk))
    _remember(writing, "plan", written)


def write_budget(writing: Writing, staged: list[Staged], unchanged: list[Staged]) -> None:
    """Enter or correct articles; money that plainly moved between two of them is recorded as a reallocation."""
    grant, written = _grant(writing), []
    writing.load_known(staged)
    lines: dict[str, BudgetLine] = {}
    for one in staged:
        said: BudgetRow = one.record
        line = grants.budget(
            grant=grant,
            article=said.article,
            planned=Decimal(said.planned),
            spent=Decimal(said.spent),
            note=said.note,
            position=said.position,
            by=writing.by,
        )
        lines[said.article] = line
        written.append((one, line.pk))
    _remember(writing, "budget", written)
    moved = reallocation([one.record for one in [*staged, *unchanged]])
    if moved is not None:
        source, target, amount, reason = moved
        known = {line.article: line for line in BudgetLine.objects.filter(grant=grant)} | lines
        grants.reallocate(
            grant=grant,
            source=known[source.article],
            target=known[target.article],
            amount=amount,
            reason=reason,
            by=writing.by,
        )


def write_declared(writing: Writing, staged: list[Staged]) -> None:
    """Keep figures declared by hand."""
    grant, written = _grant(writing), []
    writing.load_known(staged)
    for one in staged:
        said: DeclaredRow = one.record
        total = grants.declare(
            grant=grant,
            indicator=said.indicator,
            label=said.label,
            declared=said.declared or 0,
            by=writing.by,
        )
        written.append((one, total.pk))
    _remember(writing, "declared", written)


def write_events(writing: Writing, staged: list[Staged]) -> None:
    """Enter or correct events."""
    grant, written = _grant(writing), []
    writing.load_known(staged)
    for one in staged:
        said: EventRow = one.record
        assert said.number is not None
        assert said.starts_on is not None
        event: Event = grants.hold_event(
            grant=grant,
            number=said.number,
            starts_on=said.starts_on,
            ends_on=said.ends_on or said.starts_on,
            place=said.place,
            form=said.form,
            form_name=said.form_name,
            topic=said.topic,
            planned=said.planned,
            completion=said.completion,
            counted_from=said.counted_from,
            by=writing.by,
        )
        written.append((one, event.pk))
    _remember(writing, "event", written)


def write_recipients(writing: Writing, staged: list[Staged]) -> None:
    """Enter or correct which organisations received materials."""
    grant = _grant(writing)
    writing.load_known(staged)
    made: list[tuple[Staged, MaterialRecipient]] = []
    for one in staged:
        said: RecipientRow = one.record
        assert said.number is not None
        row = MaterialRecipient(
            grant=grant,
            number=said.number,
            organisation=said.organisation,
            material=said.material,
            copies=said.copies,
            sent_on=said.sent_on,
        )
        made.append((one, row))
    grants.send_materials(recipients=[row for _, row in made], by=writing.by)
    known = dict(MaterialRecipient.objects.filter(grant=grant).values_list("number", "id"))
    _remember(writing, "recipient", [(one, known[row.number]) for one, row in made])


def _remember(writing: Writing, kind: str, written: list[tuple[Staged, UUID]]) -> None:
    writing.remember(kind, list(written))


def _grant(writing: Writing) -> Grant:
    assert writing.grant is not None
    return writing.grant
