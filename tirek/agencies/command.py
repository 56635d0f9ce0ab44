"""`tirek invite` and `tirek forget-second-factor`: how the operator of a server lets somebody in whom nobody else can."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tirek.agencies import actions
from tirek.agencies.entering import forget_second_factor
from tirek.agencies.kinds import AgencyKind
from tirek.agencies.models import Worker
from tirek.agencies.policies import NotYours, RoleNotHeldHere
from tirek.agencies.roles import Role, roles_for
from tirek.audit.actors import MACHINE


def run_invite(name: str, agency: str, kind: str, roles: Sequence[str]) -> int:
    """Print the link; whoever may run commands on the server is the installation itself."""
    if kind not in AgencyKind.values or not set(roles) <= set(Role.values):
        return _say(f"Kinds: {', '.join(AgencyKind.values)}. Roles: {', '.join(Role.values)}.")
    try:
        with transaction.atomic():
            found = actions.name_agency(name=agency, kind=kind, by=MACHINE)
            _invitation, token = actions.invite(agency=found, name=name, roles=roles, by=MACHINE)
    except RoleNotHeldHere as foreign:
        return _say(f"No {foreign} in an agency of kind {found.kind}: {', '.join(roles_for(found.kind))}.")
    site = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    print(f"{site}{reverse('agencies:accept', args=[token])}")
    return 0


def run_forget_second_factor(login: str, worker: Worker) -> int:
    """Forget the second factor of a colleague of whoever acts; 1 where the login is no colleague's."""
    colleague = Worker.objects.select_related("user", "agency").filter(user__username=login).first()
    try:
        if colleague is None:
            raise NotYours(login)
        forgotten = forget_second_factor(worker=colleague, by=worker.actor)
    except NotYours:
        return _say(
            f"{login!r} is nobody whose organisation {worker.user.username!r} runs. Give --by its administrator."
        )
    print(
        f"{login}: {forgotten} forgotten, every session ended. The next log-in leads to a new second factor."
    )
    return 0


def _say(what: str) -> int:
    print(what, file=sys.stderr)
    return 1
