"""The person whom an address of cases means, for whoever sees needs and plans; a refusal is written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import models
from django.http import Http404

from tirek.access.queries import own_sights
from tirek.agencies.requests import StaffRequest
from tirek.audit import readings
from tirek.audit.readings import Action
from tirek.gate.categories import Category
from tirek.people import queries as people

Row = TypeVar("Row", bound=models.Model)


def open_person(request: StaffRequest, person_id: UUID, *, shows_why: bool = False) -> people.Opened:
    """A person whose needs and plan the reader may see, or the one under whom the record stands.

    With `shows_why` also one of whom the reader sees the name alone: the page says so instead of hiding behind a 404.
    """
    one = people.opened(person_id)
    if one is None or not (shows_why or sees_needs(one)):
        readings.deny(person=person_id, by=request.worker.actor)
        raise Http404
    return one


def sees_needs(one: people.Opened) -> bool:
    """Whether a permit of today opens needs, plan and services of this person."""
    return any(Category.SOCIAL in sight.categories for sight in own_sights(one.person.id))


def found(request: StaffRequest, rows: models.QuerySet[Row], pk: UUID) -> Row:
    """The row an address means, out of those the reader sees; else a 404, once the attempt is written down."""
    row = rows.filter(pk=pk).first()
    if row is None:
        readings.deny(by=request.worker.actor)
        raise Http404
    return row


def note(
    request: StaffRequest, person_id: UUID, categories: Iterable[int], action: Action = Action.OPEN
) -> None:
    """Write down that a person's needs or plan were read, health in a row of its own."""
    for category in sorted({int(Category.SOCIAL), *categories}):
        readings.note(action, person=person_id, category=category, by=request.worker.actor)
