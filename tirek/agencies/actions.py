"""Writes on agencies, staff and approvals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from tirek.agencies import events
from tirek.agencies.invitations import VALID_FOR, LinkSpent, hash_of, new_token, why_spent
from tirek.agencies.models import Agency, AgencyName, Approval, Invitation, User, Worker, WorkerRole
from tirek.agencies.policies import (
    NotYours,
    check_roles,
    check_somebody_stays,
    may_coordinate,
    may_decide,
    may_invite,
    may_manage,
    may_review,
)
from tirek.agencies.queries import called_now_or_before, colleagues
from tirek.agencies.roles import Role
from tirek.agencies.second_signature import terms_of
from tirek.agencies.sessions import end_sessions
from tirek.audit import actions as journal
from tirek.audit.actors import Actor


class NameTaken(ValueError):
    """Another agency is called so."""


class NameOutOfOrder(ValueError):
    """A new name begins after the one before it, and not in the future."""


@transaction.atomic
def name_agency(*, name: str, kind: str = Agency.Kind.OTHER, by: Actor) -> Agency:
    """Find the agency that is or was called so, or add it."""
    return called_now_or_before(name) or _add(Agency(name=name, kind=kind), "name_agency", by=by)


def _add(agency: Agency, verb: str, *, name_kk: str = "", since: date | None = None, by: Actor) -> Agency:
    agency.save(force_insert=True)
    AgencyName.objects.create(agency=agency, name_ru=agency.name, name_kk=name_kk, valid_from=since)
    journal.write(f"agencies.{verb}", agency, by=by)
    return agency


@transaction.atomic
def add_agency(
    *,
    name: str,
    name_kk: str = "",
    kind: str,
    place: str = "",
    predecessor: Agency | None = None,
    since: date | None = None,
    ends_predecessor: bool = False,
    by: Actor,
) -> Agency:
    """Add an agency of the oblast, with the one it came from; that one may end with the same day."""
    if not may_coordinate(by):
        raise NotYours("add_agency")
    _check_free(name)
    agency = Agency(name=name, kind=kind, place=place, predecessor=predecessor)
    _add(agency, "add_agency", name_kk=name_kk, since=since, by=by)
    if predecessor is not None and ends_predecessor:
        _end_name(predecessor, since or timezone.localdate())
        journal.write("agencies.end", predecessor, by=by)
    return agency


@transaction.atomic
def add_branch(*, parent: Agency, name: str, name_kk: str = "", place: str = "", by: Actor) -> Agency:
    """Add a branch: an agency of the same kind with staff of its own."""
    if not may_manage(parent, by):
        raise NotYours("add_branch")
    _check_free(name)
    branch = Agency(name=name, kind=parent.kind, place=place, parent=parent)
    return _add(branch, "add_branch", name_kk=name_kk, by=by)


def _check_free(name: str) -> None:
    if Agency.objects.filter(name=name).exists():
        raise NameTaken(name)


def _end_name(agency: Agency, on: date) -> None:
    """Let the present name end with a day; raises NameOutOfOrder when it had not begun by then."""
    name = agency.names.select_for_update().filter(valid_to__isnull=True).first()
    if on > timezone.localdate() or (name and name.valid_from and name.valid_from >= on):
        raise NameOutOfOrder(name)
    if name is not None:
        name.valid_to = on
        name.save(update_fields=["valid_to"])


@transaction.atomic
def rename(*, agency: Agency, name: str, name_kk: str = "", since: date, by: Actor) -> Agency:
    """Call an agency by a new name from a day on; papers of earlier days keep the earlier one."""
    if not may_manage(agency, by):
        raise NotYours("rename")
    if name != agency.name:
        _check_free(name)
    _end_name(agency, since)
    AgencyName.objects.create(agency=agency, name_ru=name, name_kk=name_kk, valid_from=since)
    agency.name = name
    agency.save(update_fields=["name"])
    journal.write("agencies.rename", agency, by=by)
    return agency


@transaction.atomic
def describe_agency(
    *,
    agency: Agency,
    name: str,
    name_kk: str = "",
    kind: str,
    head: str = "",
    address: str = "",
    place: str = "",
    email: str = "",
    by: Actor,
) -> Agency:
    """Set an agency's particulars; its present name is corrected, which is no renaming."""
    agency.name, agency.kind, agency.head, agency.address, agency.place = name, kind, head, address, place
    agency.email = email
    agency.save()
    now = agency.names.filter(valid_to__isnull=True)
    now.update(name_ru=name, **({"name_kk": name_kk} if name_kk else {}))
    journal.write("agencies.describe_agency", agency, by=by)
    return agency


@transaction.atomic
def hire(
    *,
    login: str,
    password: str,
    name: str,
    agency: Agency,
    post: str = "",
    roles: Collection[str] = (),
    worker_id: UUID | None = None,
    by: Actor,
) -> Worker:
    """Make a login and the worker behind it."""
    check_roles(agency, roles)
    user = User(username=login)
    user.set_password(password)
    user.save()
    worker = Worker(user=user, agency=agency, name=name, post=post)
    worker.id = worker_id or worker.id
    worker.save(force_insert=True)
    _hold(worker, roles)
    journal.write("agencies.hire", worker, detail={"roles": sorted(roles)}, by=by)
    return worker


def _hold(worker: Worker, roles: Collection[str]) -> None:
    WorkerRole.objects.filter(worker=worker).exclude(code__in=roles).delete()
    wanted = [WorkerRole(worker=worker, code=code) for code in sorted(roles)]
    WorkerRole.objects.bulk_create(wanted, ignore_conflicts=True)
    worker.held = sorted(roles)


def _lock(agency_id: UUID) -> Agency:
    """One at a time within an agency: two administrators must not shut each other out at once."""
    return Agency.objects.select_for_update().get(pk=agency_id)


@transaction.atomic
def invite(
    *,
    agency: Agency,
    name: str,
    post: str = "",
    roles: Collection[str],
    invitation_id: UUID | None = None,
    by: Actor,
) -> tuple[Invitation, str]:
    """Invite somebody to the staff; returns the invitation and the token of its link, which is shown once."""
    if not may_invite(agency, roles, by):
        raise NotYours("invite")
    check_roles(agency, roles)
    token = new_token()
    invitation = Invitation(agency=agency, name=name, post=post, roles=sorted(roles), invited_by=by.id)
    invitation.id = invitation_id or invitation.id
    invitation.token_hash, invitation.expires_at = hash_of(token), timezone.now() + VALID_FOR
    invitation.save(force_insert=True)
    journal.write("agencies.invite", invitation, detail={"roles": invitation.roles}, by=by)
    return invitation, token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Make a link useless before anybody used it; one already used stays as it is."""
    if not may_manage(invitation.agency, by) and invitation.invited_by != by.id:
        raise NotYours("withdraw_invitation")
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if waiting.update(withdrawn_at=timezone.now()):
        journal.write("agencies.withdraw_invitation", invitation, by=by)


@transaction.atomic
def accept(*, invitation: Invitation, login: str, password: str, by: Actor) -> Worker:
    """Use the link, once: the invited person becomes a worker; raises LinkSpent when it does not work any more."""
    one = Invitation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=invitation.pk)
    now = timezone.now()
    if by.id != one.worker_id:
        raise NotYours("accept")
    if why := why_spent(one, now):
        raise LinkSpent(why)
    one.accepted_at = now
    one.save(update_fields=["accepted_at"])
    journal.write("agencies.accept", one, by=by)
    return hire(
        login=login,
        password=password,
        name=one.name,
        agency=one.agency,
        post=one.post,
        roles=one.roles,
        worker_id=one.worker_id,
        by=by,
    )


@transaction.atomic
def set_roles(*, worker: Worker, roles: Collection[str], by: Actor) -> Worker:
    """Give a worker these roles and no others."""
    if not may_manage(_lock(worker.agency_id), by):
        raise NotYours("set_roles")
    check_roles(worker.agency, roles)
    before = worker.role_codes
    if Role.AGENCY_ADMIN in before and Role.AGENCY_ADMIN not in roles:
        check_somebody_stays(worker, by)
    _hold(worker, roles)
    changed = {"given": sorted(set(roles) - before), "taken": sorted(before - set(roles))}
    journal.write("agencies.set_roles", worker, detail=changed, by=by)
    return worker


@transaction.atomic
def deactivate(*, worker: Worker, by: Actor) -> None:
    """Shut a worker out at once: the next request is refused, on every device."""
    if not may_manage(_lock(worker.agency_id), by):
        raise NotYours("deactivate")
    check_somebody_stays(worker, by)
    worker.user.is_active = False
    worker.user.save(update_fields=["is_active"])
    ended = end_sessions(worker.user)
    journal.write("agencies.deactivate", worker, detail={"sessions": ended}, by=by)


@transaction.atomic
def reactivate(*, worker: Worker, by: Actor) -> None:
    """Let a worker log in again, with the roles held before."""
    if not may_manage(worker.agency, by):
        raise NotYours("reactivate")
    worker.user.is_active = True
    worker.user.save(update_fields=["is_active"])
    journal.write("agencies.reactivate", worker, by=by)


@transaction.atomic
def ask(*, kind: str, subject: models.Model, why: str, page: str = "", by: Actor) -> Approval:
    """Ask for the second signature on a deed; asked again, the approval that stands is returned."""
    assert by.agency_id is not None
    agency = _lock(by.agency_id)
    about = {"kind": kind, "subject_kind": subject._meta.label_lower, "subject_id": str(subject.pk)}
    standing = agency.approvals.filter(**about).exclude(decision=Approval.Decision.REFUSED)
    if found := standing.exclude(finding=Approval.Finding.OBJECTED).first():
        return found
    terms = terms_of(kind, colleagues(agency), asked_by=by.id, now=timezone.now())
    approval = Approval.objects.create(
        agency=agency,
        **about,
        why=why,
        page=page,
        asked_by=by.id,
        is_alone=terms.is_alone,
        effective_at=terms.effective_at,
        review_due_on=terms.review_due_on,
    )
    journal.write("agencies.ask", approval, detail={"kind": kind, "alone": terms.is_alone}, by=by)
    if approval.is_effective(timezone.now()):
        events.settled(approval, by)
    return approval


@transaction.atomic
def approve(*, approval: Approval, by: Actor) -> Approval:
    """Sign second: the deed may be done from now on, and needs no review."""
    signed = _decide(approval, Approval.Decision.APPROVED, by)
    signed.effective_at, signed.review_due_on = signed.second_at, None
    signed.save()
    journal.write("agencies.approve", signed, detail={"kind": signed.kind}, by=by)
    events.settled(signed, by)
    return signed


@transaction.atomic
def refuse(*, approval: Approval, by: Actor) -> Approval:
    """Say no: the deed may not be done, also where only the delay was awaited."""
    refused = _decide(approval, Approval.Decision.REFUSED, by)
    refused.effective_at, refused.review_due_on = None, None
    refused.save()
    journal.write("agencies.refuse", refused, detail={"kind": refused.kind}, by=by)
    events.settled(refused, by)
    return refused


def _decide(approval: Approval, decision: str, by: Actor) -> Approval:
    one = Approval.objects.select_for_update().get(pk=approval.pk)
    if not may_decide(one, by):
        raise NotYours(decision)
    one.decision, one.second_by, one.second_at = decision, by.id, timezone.now()
    return one


@transaction.atomic
def review(*, approval: Approval, finding: str, by: Actor) -> Approval:
    """Look at a deed nobody signed second: upheld, or objected to, which stops it where it is not done yet."""
    one = Approval.objects.select_for_update().get(pk=approval.pk)
    if not may_review(one, by):
        raise NotYours("review")
    one.finding, one.reviewed_by, one.reviewed_at = finding, by.id, timezone.now()
    one.save()
    journal.write("agencies.review", one, detail={"kind": one.kind, "finding": finding}, by=by)
    events.settled(one, by)
    return one
