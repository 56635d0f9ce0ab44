"""What the journal says of the entrance: who came in, who failed, whose second factor was made, used or forgotten.

Before anybody acts a row is written by the worker it is about, who sees nothing thereby, or by the installation itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from tirek.agencies.models import User, Worker
from tirek.agencies.policies import NotYours, may_manage
from tirek.agencies.queries import NobodyCalled, worker_of
from tirek.agencies.sessions import end_sessions
from tirek.audit import actions as journal
from tirek.audit.actors import MACHINE, Actor
from tirek.gate.acting import act_as


def note(verb: str, user: Any, detail: Mapping[str, Any] | None = None) -> None:
    """Write that a user came in, left, or changed the own second factor."""
    try:
        worker = worker_of(user)
    except NobodyCalled:
        with transaction.atomic():
            journal.write(f"agencies.{verb}", user, detail=detail, by=MACHINE)
        return
    own = Actor(id=worker.id, agency_id=worker.agency_id)
    with act_as(own, purpose="entrance"):
        journal.write(f"agencies.{verb}", worker, detail=detail, by=own)


@transaction.atomic
def note_failure(login: str, *, how: str) -> None:
    """Write that somebody failed to come in: about the login, where there is one, and never what was typed."""
    known = User.objects.filter(username__iexact=login).first() if login else None
    journal.write("agencies.fail_log_in", known, detail={"how": how}, by=MACHINE)


@transaction.atomic
def forget_second_factor(*, worker: Worker, by: Actor) -> int:
    """Forget the phone and the keys of a worker who lost them, and end every session; returns how many were forgotten.

    The next log-in leads to a new second factor: the password alone opens nothing but that.
    """
    if not may_manage(worker.agency, by):
        raise NotYours("forget_second_factor")
    forgotten = Authenticator.objects.filter(user_id=worker.user_id)
    kinds = sorted(forgotten.values_list("type", flat=True))
    forgotten.delete()
    ended = end_sessions(worker.user)
    detail = {"kinds": kinds, "sessions": ended}
    journal.write("agencies.forget_second_factor", worker, detail=detail, by=by)
    return len(kinds)
