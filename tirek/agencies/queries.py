"""Reads over agencies, staff and approvals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Model, Q, QuerySet

from tirek.agencies.models import (
    Agency,
    AgencyName,
    Approval,
    Invitation,
    User,
    Worker,
    WorkerQuerySet,
)
from tirek.agencies.roles import Role
from tirek.agencies.second_signature import Colleague
from tirek.audit.actors import Actor
from tirek.gate.fetching import Select


class NobodyCalled(LookupError):
    """No active worker has this login."""


def worker_called(login: str | None = None) -> Worker:
    """The worker with this login; without one, the administrator made at set-up (the oldest login)."""
    workers = Worker.objects.active().with_roles().select_related("user", "agency")
    worker = (
        workers.filter(user__username=login).first()
        if login
        else workers.order_by("user__date_joined").first()
    )
    if worker is None:
        raise NobodyCalled(login or "")
    return worker


def worker_with(worker_id: UUID) -> Worker:
    """The worker behind an actor's id; raises NobodyCalled where there is none any more, or no active one."""
    worker = (
        Worker.objects.select_related("user", "agency").filter(pk=worker_id, user__is_active=True).first()
    )
    if worker is None:
        raise NobodyCalled(str(worker_id))
    return worker


def worker_of(user: Any) -> Worker:
    """The worker behind a log-in, with the roles; a user without one may do nothing here."""
    if not isinstance(user, User):
        raise NobodyCalled("")
    worker = Worker.objects.active().with_roles().select_related("agency").filter(user=user).first()
    if worker is None:
        raise NobodyCalled(user.username)
    return worker


def called_now_or_before(name: str) -> Agency | None:
    """The agency of this name; else the one that was called so last."""
    now = Agency.objects.filter(name=name).first()
    before = AgencyName.objects.filter(Q(name_ru=name) | Q(name_kk=name)).select_related("agency")
    latest = None if now else before.order_by(F("valid_to").desc(nulls_first=True)).first()
    return latest.agency if latest else now


def every_name() -> Iterator[tuple[str, UUID]]:
    """Each name an agency has or had, in both languages, with the agency's id; the present names come last."""
    for row in AgencyName.objects.order_by(F("valid_to").asc(nulls_last=True)):
        yield from ((name, row.agency_id) for name in (row.name_kk, row.name_ru) if name)


def name_on(agency: Agency, on: date, language: str) -> str:
    """What an agency was called on a day: papers of that day say it so."""
    then = agency.names.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on))
    row = then.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on)).last()
    return row.name_in(language) if row else agency.name


def forerunners(agency: Agency) -> list[Agency]:
    """The agencies this one came from, the nearest first."""
    found: list[Agency] = []
    while agency.predecessor is not None and agency.predecessor not in found:
        agency = agency.predecessor
        found.append(agency)
    return found


def listed() -> QuerySet[Agency]:
    """The agencies of the oblast, each with how many active administrators it has."""
    administrators = Count(
        "workers", filter=Q(workers__user__is_active=True, workers__roles__code=Role.AGENCY_ADMIN)
    )
    return Agency.objects.select_related("parent").annotate(administrators=administrators).order_by("name")


def branches_of(agency: Agency) -> QuerySet[Agency]:
    """The branches, each with how many active administrators it has."""
    return listed().filter(parent=agency)


def staff(agency: Agency) -> WorkerQuerySet:
    """Everybody of an agency with their roles, those who may log in first."""
    people = Worker.objects.filter(agency=agency).with_roles().select_related("user")
    return people.order_by("-user__is_active", "name")


def colleagues(agency: Agency) -> list[Colleague]:
    """The active staff, as far as signing goes."""
    return [Colleague(one.id, one.role_codes) for one in staff(agency).active()]


def waiting_invitations(agency: Agency) -> QuerySet[Invitation]:
    """Invitations nobody has used or withdrawn, expired ones too: they are to be sent anew."""
    return agency.invitations.filter(accepted_at=None, withdrawn_at=None).order_by("expires_at")


def approvals_for(by: Actor) -> QuerySet[Approval]:
    """What an actor may know of: the own agency's; the coordinator also what waits for a review elsewhere."""
    known = Q(agency_id=by.agency_id)
    if Role.COORDINATOR in by.roles:
        known |= Q(is_alone=True)
    return Approval.objects.filter(known).select_related("agency")


_APPROVALS: Final = """
    SELECT id, agency_id, kind, is_alone, asked_by, asked_at, review_due_on FROM agencies_approval
    WHERE ({known}) AND decision = 'waiting' AND finding = '' ORDER BY asked_at, id LIMIT {most:d}
"""


def approvals_waiting(by: Actor, *, most: int) -> Select[list[Approval]]:
    """Of what an actor may know the deeds that wait for a second signature or a review, the oldest first: as far as policies ask."""
    coordinates = " OR is_alone" if Role.COORDINATOR in by.roles else ""
    names = ("id", "agency_id", "kind", "is_alone", "asked_by", "asked_at", "review_due_on")
    return Select(
        _APPROVALS.format(known=f"agency_id = %(agency)s{coordinates}", most=most),
        {"agency": by.agency_id},
        lambda rows: [Approval(**dict(zip(names, row, strict=True))) for row in rows],
    )


def reviews_due(by: Actor) -> int:
    """How many deeds that nobody signed second still wait for a review: the notice on the settings' pages."""
    alone = Q(is_alone=True, decision=Approval.Decision.WAITING, finding="")
    return approvals_for(by).filter(alone).count()


def names_of(ids: set[UUID]) -> dict[UUID | None, str]:
    """The names of workers by their ids."""
    return dict(Worker.objects.filter(pk__in=ids).values_list("pk", "name"))


def approval_of(kind: str, subject: Model) -> Approval | None:
    """The latest approval asked for a deed on one subject."""
    asked = Approval.objects.filter(
        kind=kind, subject_kind=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return asked.order_by("-asked_at").first()
