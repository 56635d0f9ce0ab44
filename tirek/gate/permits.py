"""Permits are written by the database's functions alone; this module calls them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

from tirek.gate.models import Permit

Basis = Permit.Basis
"""On what ground somebody sees a person."""


def own(*, people: Sequence[UUID]) -> None:
    """Give the acting agency its permits on people it is about to register; the database refuses anybody it knows already.

    Called before the people are inserted: a row of a person without a permit is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.own_new_people(%s::uuid[])", [list(people)])
