"""To whom a row belongs that is about no person yet: the agency of whoever wrote it, said by the database."""

from __future__ import annotations

from django.db import models


class ActingAgency(models.Func):
    """The agency of the signed actor, as the database's own default: a row belongs to whoever wrote it."""

    function = "authz.agency"
    arity = 0
    output_field = models.UUIDField()
