"""Sessions: no key and no payload in clear, an end that comes, three at most."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from tirek.gate.models import Session
from tirek.gate.sessions import IDLE, LONGEST, SessionStore, end_all, is_this, sessions_of

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def begun(user: UUID | None = None, **kept: str) -> SessionStore:
    """A session, of a user or of nobody yet."""
    store = SessionStore()
    store.create()
    if user is not None:
        store[SESSION_KEY] = str(user)
    for name, value in kept.items():
        store[name] = value
    store.save()
    return store


def reopened(store: SessionStore) -> SessionStore:
    """The session as the next request finds it."""
    return SessionStore(store.session_key)


def aged(store: SessionStore, **moments: timedelta) -> None:
    """Let so much time have gone by."""
    now = timezone.now()
    Session.objects.filter(digest=store.row.digest if store.row else b"").update(
        **{name: now - ago for name, ago in moments.items()}
    )


def test_neither_the_cookie_nor_what_is_kept_stands_in_the_table() -> None:
    store = begun(uuid4(), secret=SECRET)
    row = Session.objects.get()
    assert SECRET not in row.payload
    assert (store.session_key or "").encode() not in bytes(row.digest)
    assert reopened(store)["secret"] == SECRET


def test_a_payload_moved_to_another_session_is_an_empty_one() -> None:
    user, other = uuid4(), uuid4()
    mine, theirs = begun(user, secret=SECRET), begun(other)
    stolen = Session.objects.get(user_id=user).payload
    Session.objects.filter(user_id=other).update(payload=stolen)
    assert dict(reopened(theirs).items()) == {}
    assert reopened(mine)["secret"] == SECRET


@pytest.mark.parametrize("payload", ["", "x", "1:", "1:AAAA", "99:AAAA", "{}", "1:не base64"])
def test_a_payload_that_does_not_open_is_an_empty_session(payload: str) -> None:
    store = begun(uuid4(), secret=SECRET)
    Session.objects.update(payload=payload)
    empty = reopened(store)
    assert dict(empty.items()) == {}
    assert empty.session_key is None, "the next save gets a new key"


def test_twenty_idle_minutes_end_it() -> None:
    store = begun(uuid4(), secret=SECRET)
    aged(store, seen_at=IDLE - timedelta(seconds=5))
    assert reopened(store)["secret"] == SECRET
    aged(store, seen_at=IDLE)
    assert dict(reopened(store).items()) == {}


def test_eight_hours_end_it_however_much_was_done() -> None:
    store = begun(uuid4(), secret=SECRET)
    aged(store, began_at=LONGEST)
    assert dict(reopened(store).items()) == {}


def test_work_puts_the_idle_end_off_and_not_the_last_one() -> None:
    store = begun(uuid4())
    aged(store, seen_at=timedelta(minutes=15), began_at=timedelta(hours=7))
    again = reopened(store)
    again.note_use("Firefox · Linux")
    row = Session.objects.get()
    assert timezone.now() - row.seen_at < timedelta(minutes=1)
    assert timezone.now() - row.began_at > timedelta(hours=6)


def test_a_new_key_does_not_begin_the_eight_hours_anew() -> None:
    store = begun(uuid4())
    began = Session.objects.get().began_at
    again = reopened(store)
    again.cycle_key()
    again.save()
    assert Session.objects.get().began_at == began


def test_a_fourth_session_ends_the_oldest() -> None:
    user = uuid4()
    stores = []
    for minutes in (9, 6, 3):
        stores.append(begun(user))
        aged(stores[-1], seen_at=timedelta(minutes=minutes))
    begun(uuid4())
    newest = begun(user)
    assert not reopened(stores[0]).get(SESSION_KEY)
    assert all(reopened(one).get(SESSION_KEY) for one in (*stores[1:], newest))
    assert sessions_of(user).count() == 3


def test_all_or_all_others_are_ended() -> None:
    user, other = uuid4(), uuid4()
    mine, second, _third, theirs = begun(user), begun(user), begun(user), begun(other)
    assert end_all(user, but=mine.session_key) == 2
    assert [is_this(one, mine.session_key) for one in sessions_of(user)] == [True]
    assert not reopened(second).get(SESSION_KEY)
    assert end_all(user) == 1
    assert reopened(theirs).get(SESSION_KEY)
