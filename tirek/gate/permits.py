"""Permits are written by the database's functions alone; this module calls them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from tirek.audit.inserting import array_of, tell
from tirek.audit.overlapping import remembered
from tirek.gate.categories import Category
from tirek.gate.fetching import Select
from tirek.gate.models import Permit

Basis = Permit.Basis
"""On what ground somebody sees a person."""


def own(*, people: Sequence[UUID]) -> None:
    """Give the acting agency its permits on people it is about to register; the database refuses anybody it knows already.

    Called before the people are inserted: a row of a person without a permit is refused.
    """
    new_people().update(people)
    tell("SELECT authz.own_new_people($1::uuid[])", [array_of(people)])


def new_people() -> set[UUID]:
    """Whom the operation under way registered: nobody else knows of them before it ends."""
    return remembered("new people", set)


def sees_others() -> Select[bool]:
    """Whether the actor sees anybody whom another agency registered: the short question before the long one."""
    standing = "basis <> 'own' AND category = %(category)s AND valid_from <= statement_timestamp() AND valid_to > statement_timestamp()"
    sql = f"SELECT EXISTS (SELECT FROM gate_permit WHERE {standing})"  # noqa: S608 — our own text
    return Select(sql, {"category": Category.IDENTITY.value}, lambda rows: bool(rows[0][0]))


def seen_on_other_grounds() -> QuerySet[Permit, UUID]:
    """For a queryset: whom the actor sees now though another agency registered them; row security names the holder.

    Its index (`permit_others`) holds these permits alone: a list costs what it shows, whatever else the agency registered.
    """
    standing = Permit.objects.filter(
        category=Category.IDENTITY, valid_from__lte=Now(), valid_to__gt=Now()
    ).exclude(basis=Basis.OWN)
    return standing.values_list("person_id", flat=True)
