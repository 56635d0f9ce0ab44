"""Writes on grants: each can be said twice and stands once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit import striking
from tirek.audit.actors import Actor
from tirek.audit.inserting import insert_many
from tirek.grants.models import (
    Attendance,
    BudgetLine,
    DeclaredTotal,
    Event,
    Grant,
    MaterialRecipient,
    PlanLine,
    Reallocation,
)
from tirek.grants.queries import grant_meant


class MoneyMissing(ValueError):
    """More is moved out of an article than was planned for it."""


@transaction.atomic
def open_grant(
    *,
    agency: Agency,
    title: str,
    starts_on: date,
    ends_on: date,
    amount: Decimal,
    head: str = "",
    address: str = "",
    donor: str = "",
    by: Actor,
) -> Grant:
    """Open a grant, or correct the particulars of the agency's grant that the title and period mean."""
    grant = grant_meant(agency.pk, title, starts_on, ends_on) or Grant(agency=agency)
    grant.title, grant.starts_on, grant.ends_on, grant.amount = title, starts_on, ends_on, amount
    grant.head, grant.address, grant.donor = head, address, donor
    grant.save()
    journal.write("grants.open_grant", grant, by=by)
    return grant


@transaction.atomic
def plan(*, grant: Grant, code: str, label: str, planned: int, by: Actor) -> PlanLine:
    """Promise a number for a category of help, or for people in the programme."""
    line, _ = PlanLine.objects.update_or_create(
        grant=grant, code=code, defaults={"label": label, "planned": planned}
    )
    journal.write("grants.plan", line, by=by)
    return line


@transaction.atomic
def hold_event(
    *,
    grant: Grant,
    number: int,
    starts_on: date,
    ends_on: date,
    place: str,
    form: str,
    form_name: str,
    topic: str,
    planned: int | None,
    completion: str,
    counted_from: str,
    by: Actor,
) -> Event:
    """Enter an event of the grant or correct it."""
    event, _ = Event.objects.update_or_create(
        grant=grant,
        number=number,
        defaults={
            "starts_on": starts_on,
            "ends_on": ends_on,
            "place": place,
            "form": form,
            "form_name": form_name,
            "topic": topic,
            "planned": planned,
            "completion": completion,
            "counted_from": counted_from,
        },
    )
    journal.write("grants.hold_event", event, by=by)
    return event


@transaction.atomic
def attend_many(*, attendances: Sequence[Attendance], by: Actor) -> list[Attendance]:
    """Enter who took part; they are attendances, never people of the registry."""
    made = list(attendances)
    insert_many(made, into=Attendance)
    journal.write_many("grants.attend", [(attendance, None) for attendance in made], by=by)
    return made


@transaction.atomic
def correct_attendance(*, attendance: Attendance, by: Actor) -> Attendance:
    """Save a corrected attendance; one that was struck out stands again."""
    attendance.struck_at = None
    attendance.save()
    journal.write("grants.correct_attendance", attendance, by=by)
    return attendance


@transaction.atomic
def strike_attendance(*, attendance: Attendance, by: Actor) -> None:
    """Strike an attendance out: it counts nowhere."""
    striking.strike(attendance, action="grants.strike_attendance", by=by)


@transaction.atomic
def restore_attendance(*, attendance: Attendance, by: Actor) -> None:
    """Let a struck attendance count again."""
    striking.restore(attendance, action="grants.restore_attendance", by=by)


@transaction.atomic
def budget(
    *,
    grant: Grant,
    article: str,
    planned: Decimal,
    spent: Decimal,
    note: str = "",
    position: int = 0,
    by: Actor,
) -> BudgetLine:
    """Enter or correct an article of the budget, in tenge."""
    line, _ = BudgetLine.objects.update_or_create(
        grant=grant,
        article=article,
        defaults={"planned": planned, "spent": spent, "note": note, "position": position},
    )
    journal.write("grants.budget", line, by=by)
    return line


@transaction.atomic
def reallocate(
    *,
    grant: Grant,
    source: BudgetLine,
    target: BudgetLine,
    amount: Decimal,
    reason: str,
    decided_on: date | None = None,
    by: Actor,
) -> Reallocation:
    """Record that money moved between two articles and why; said twice it stands once."""
    if amount > source.planned:
        raise MoneyMissing
    move, created = Reallocation.objects.get_or_create(
        grant=grant,
        source=source,
        target=target,
        amount=amount,
        defaults={"reason": reason, "decided_on": decided_on},
    )
    if created:
        journal.write("grants.reallocate", move, by=by)
    return move


@transaction.atomic
def send_materials(*, recipients: Sequence[MaterialRecipient], by: Actor) -> list[MaterialRecipient]:
    """Enter which organisations received materials; the same number again corrects the row."""
    made = MaterialRecipient.objects.bulk_create(
        list(recipients),
        update_conflicts=True,
        unique_fields=["grant", "number"],
        update_fields=["organisation", "material", "copies", "sent_on"],
    )
    journal.write_many("grants.send_materials", [(recipient, None) for recipient in made], by=by)
    return made


@transaction.atomic
def declare(*, grant: Grant, indicator: str, label: str, declared: int, by: Actor) -> DeclaredTotal:
    """Keep a figure that somebody declared by hand, beside the count."""
    total, _ = DeclaredTotal.objects.update_or_create(
        grant=grant, indicator=indicator, label=label, defaults={"declared": declared}
    )
    journal.write("grants.declare", total, by=by)
    return total
