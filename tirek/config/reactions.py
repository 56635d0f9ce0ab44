"""What follows from what: higher up the ladder when something happened below, and from allauth's signals.

What was approved is carried out in the transaction of the second signature. When somebody comes in or changes the second factor,
the journal gets a row; a second factor just made counts as shown, and with one that is removed every other session ends.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.signals import user_logged_out

from tirek.access import deeds
from tirek.access import events as access_events
from tirek.agencies import events
from tirek.agencies.entering import note, note_failure
from tirek.config.entrance import SECOND_FACTORS
from tirek.exchange.waiting import rows_waiting
from tirek.gate import tallies
from tirek.gate.confirming import SECOND
from tirek.gate.installation import is_demo
from tirek.gate.sessions import SessionStore, end_all
from tirek.people import waiting
from tirek.referrals import queueing, stopping
from tirek.services import events as services_events


def came_in(request: Any, user: Any, **_: Any) -> None:
    """Somebody logged in; what has run out is swept away on the occasion."""
    note("log_in", user, {"demo": is_demo()})
    tallies.sweep()
    SessionStore.clear_expired()


def left(request: Any, user: Any, **_: Any) -> None:
    """Somebody logged out."""
    if user is not None:
        note("log_out", user)


def made(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """A second factor was made: whoever made it has it in hand."""
    note("add_second_factor", user, {"kind": authenticator.type})
    if authenticator.type in SECOND_FACTORS:
        record_authentication(request, user, SECOND, id=authenticator.pk, type=authenticator.type)


def made_anew(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """New recovery codes took the place of the old."""
    note("renew_second_factor", user, {"kind": authenticator.type})


def removed(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """A second factor is gone; without another one this session has shown none."""
    note("remove_second_factor", user, {"kind": authenticator.type})
    end_all(user.pk, but=request.session.session_key)
    if not is_mfa_enabled(user, list(SECOND_FACTORS)):
        records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        kept = [one for one in records if one.get("method") != SECOND]
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept


def used(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """The second factor was shown."""
    note("pass_second_factor", user, {"kind": authenticator.type})


def failed(request: Any, user: Any, authenticator: Any, **_: Any) -> None:
    """A wrong code."""
    note_failure(user.get_username(), how=authenticator.type)


REACTIONS = (
    (account.user_logged_in, came_in),
    (user_logged_out, left),
    (mfa.authenticator_added, made),
    (mfa.authenticator_reset, made_anew),
    (mfa.authenticator_removed, removed),
    (mfa.authenticator_used, used),
    (mfa.authentication_failed, failed),
)


def connect() -> None:
    """Let each of them follow."""
    for signal, reaction in REACTIONS:
        signal.connect(reaction, dispatch_uid=f"tirek.{reaction.__name__}")
    events.on_settled(deeds.settle)
    access_events.on_withdrawn(stopping.stop)
    services_events.on_leaving(queueing.leave)
    services_events.read_envelopes(queueing.envelopes)
    waiting.read_also(rows_waiting)
