"""Rows struck out: nothing is deleted, nobody counts them, and whoever struck one out by mistake restores it."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor

Row = TypeVar("Row", bound=models.Model)


class Standing(models.Manager[Row]):
    """The rows that count."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """All but the ones struck out."""
        return super().get_queryset().filter(struck_at__isnull=True)


class Strikable(models.Model):
    """A row that may be struck out: `objects` are those that stand, `every` has the struck ones too."""

    struck_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = Standing()
    every = models.Manager()

    class Meta:
        abstract = True


def strike(row: Strikable, *, action: str, person: UUID | None = None, by: Actor) -> None:
    """Strike a row out; one that is struck out already stays so."""
    if row.struck_at is None:
        row.struck_at = timezone.now()
        row.save(update_fields=["struck_at"])
        journal.write(action, row, person=person, by=by)


def restore(row: Strikable, *, action: str, person: UUID | None = None, by: Actor) -> None:
    """Let a struck row count again."""
    if row.struck_at is not None:
        row.struck_at = None
        row.save(update_fields=["struck_at"])
        journal.write(action, row, person=person, by=by)
