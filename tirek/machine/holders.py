"""Who uses the server: every command holds a shared lock while it lives, and the kernel forgets those that died."""

from __future__ import annotations

import fcntl
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tirek.machine.home import Home
from tirek.machine.problems import plainly


@contextmanager
def held(home: Home, start: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Start the server unless it runs, hold it, and stop it afterwards if nobody else holds it."""
    with one_at_a_time(home):
        users = _open(home.users)
        fcntl.flock(users, fcntl.LOCK_SH)
    try:
        try:
            with one_at_a_time(home):
                start()
            yield
        finally:
            with undisturbed(), one_at_a_time(home):
                if _alone(users):
                    stop()
    finally:
        os.close(users)


@contextmanager
def one_at_a_time(home: Home) -> Iterator[None]:
    """Nobody else starts or stops this server meanwhile."""
    lock = _open(home.lock)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def in_use(home: Home) -> bool:
    """Whether any living command holds the server."""
    if not home.users.exists():
        return False
    users = _open(home.users)
    try:
        return not _alone(users)
    finally:
        os.close(users)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A second Ctrl-C must not interrupt the tidying up after the first one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, action in before.items():
            signal.signal(number, action)


def _open(path: Path) -> int:
    with plainly(path):
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _alone(users: int) -> bool:
    """Whether no other living process holds the shared lock (asked while nobody may come or go)."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        # A failed change of lock may have dropped the shared one: take it again, we still live.
        fcntl.flock(users, fcntl.LOCK_SH)
        return False
    return True
