"""Answers about rows that are no longer in a file: their records stay, or are struck out; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.audit.striking import Strikable
from tirek.cases import actions as cases
from tirek.cases.models import Application
from tirek.exchange.actions import NotNow
from tirek.exchange.models import STRIKABLE, ImportRow, SourceRow
from tirek.exchange.writing.loop import Loop
from tirek.grants import actions as grants
from tirek.grants.models import Attendance
from tirek.services import actions as services
from tirek.services.models import Service

_STRUCK: Final[Mapping[str, tuple[type[Strikable], Callable[..., None], Callable[..., None]]]] = {
    "application": (Application, cases.strike, cases.restore),
    "service": (Service, services.strike, services.restore),
    "attendance": (Attendance, grants.strike_attendance, grants.restore_attendance),
}
_TOLD: Final = ("application", "service")


@transaction.atomic
def keep(*, row: ImportRow, by: Actor) -> None:
    """Answer that a row gone from the file stays in the records; it is not asked about again."""
    if row.known is not None:
        SourceRow.objects.filter(pk=row.known).update(kept_at=timezone.now())
    row.settled_at, row.settled_by = timezone.now(), by.id
    row.save()
    journal.write("exchange.keep", row, by=by)


@transaction.atomic
def strike(*, row: ImportRow, by: Actor) -> None:
    """Answer that a row gone from the file was a mistake: the record it made is struck out and counts nowhere.

    Raises NotNow for a row that made no such record: the books of a grant are corrected on its pages.
    """
    known = _struck_or_not(row)
    model, strike_out, _put_back = _STRUCK[known.target_kind]
    strike_out(**{known.target_kind: model.every.get(pk=known.target_id)}, by=by)
    _close_the_loop(known, by)
    known.struck_at, known.kept_at = timezone.now(), None
    known.save(update_fields=["struck_at", "kept_at"])
    row.settled_at, row.settled_by = timezone.now(), by.id
    row.save()
    journal.write("exchange.strike", row, person=row.person_id, by=by)


@transaction.atomic
def restore(*, row: ImportRow, by: Actor) -> None:
    """Take back that a row was struck out; it stays in the records and is not asked about again.

    Raises NotNow where what the line had given is gone from the stock by now, and then nothing is written.
    """
    known = _struck_or_not(row)
    model, _strike_out, put_back = _STRUCK[known.target_kind]
    try:
        put_back(**{known.target_kind: model.every.get(pk=known.target_id)}, by=by)
    except services.OutOfStock as error:
        raise NotNow("out_of_stock") from error
    _close_the_loop(known, by)
    known.struck_at, known.kept_at = None, timezone.now()
    known.save(update_fields=["struck_at", "kept_at"])
    journal.write("exchange.restore", row, person=row.person_id, by=by)


def _close_the_loop(known: SourceRow, by: Actor) -> None:
    """A line takes its referral and its need with it, and brings them back."""
    if known.target_kind in _TOLD and known.person_id is not None and known.target_id is not None:
        lines = [known.target_id] if known.target_kind == "service" else []
        Loop(people={known.person_id}, lines=lines).close(by)


def _struck_or_not(row: ImportRow) -> SourceRow:
    known = row.known and SourceRow.objects.select_for_update().filter(pk=row.known).first()
    if not known or known.target_id is None or known.target_kind not in STRIKABLE:
        raise NotNow("cannot_be_struck")
    return known
