"""Writes on agencies and staff."""

from __future__ import annotations

from django.db import transaction

from tirek.agencies.models import Agency, User, Worker
from tirek.audit import actions as journal
from tirek.audit.actors import Actor


@transaction.atomic
def name_agency(*, name: str, kind: str = Agency.Kind.OTHER, by: Actor) -> Agency:
    """Find the agency of this name or add it."""
    agency, created = Agency.objects.get_or_create(name=name, defaults={"kind": kind})
    if created:
        journal.write("agencies.name_agency", agency, by=by)
    return agency


@transaction.atomic
def describe_agency(
    *, agency: Agency, name: str, kind: str, head: str = "", address: str = "", place: str = "", by: Actor
) -> Agency:
    """Set an agency's particulars."""
    agency.name, agency.kind, agency.head, agency.address, agency.place = name, kind, head, address, place
    agency.save()
    journal.write("agencies.describe_agency", agency, by=by)
    return agency


@transaction.atomic
def hire(*, login: str, password: str, name: str, agency: Agency, post: str = "", by: Actor) -> Worker:
    """Make a login and the worker behind it."""
    user = User(username=login)
    user.set_password(password)
    user.save()
    worker = Worker.objects.create(user=user, agency=agency, name=name, post=post)
    journal.write("agencies.hire", worker, by=by)
    return worker
