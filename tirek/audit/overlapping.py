"""Inserting while Python goes on: a thread hands bulk inserts to the database, one after the other, on the same connection.

The database works in a process of its own and psycopg lets go of Python meanwhile, so a long import uses two cores.
Nothing else changes: one transaction, statements in their order, and every statement but an insert waits for those before
it, so what is read was written.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from queue import Queue
from typing import Any, Final, TypeVar

import psycopg
from django.db import connection
from psycopg import pq

_AHEAD: Final = 32
"""How many statements may wait: enough to keep the database busy, and never the whole import in memory."""
_TURN: Final = 0.0005
"""Seconds until a busy Python lets the thread have its turn; at the usual 5 ms the database would often stand idle."""
_NEEDS_NO_ANSWER: Final = ("SAVEPOINT ", "RELEASE SAVEPOINT ")
Statement = tuple[str, Sequence[str]]
Kept = TypeVar("Kept")


class Lane(threading.Thread):
    """The thread: it takes statements in order and stops working at the first that fails."""

    def __init__(self, session: psycopg.Connection[Any]) -> None:
        super().__init__(name="inserts", daemon=True)
        self._session = session
        self._waiting: Queue[Statement | None] = Queue(maxsize=_AHEAD)
        self._failure: psycopg.Error | None = None
        self.kept: dict[str, Any] = {}

    def run(self) -> None:
        """Work until told to stop; after a failure the transaction is lost, so what follows is only taken away."""
        while (statement := self._waiting.get()) is not None:
            if self._failure is None:
                self._do(*statement)
            self._waiting.task_done()

    def _do(self, sql: str, values: Sequence[str]) -> None:
        # One call from the first byte to the answer: a cursor would come back to Python, and wait for it, many times.
        try:
            with self._session.lock:
                done = self._session.pgconn.exec_params(sql.encode(), [value.encode() for value in values])
        except psycopg.Error as error:
            self._failure = error
        else:
            if done.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
                self._failure = psycopg.errors.error_from_result(done)

    def send(self, sql: str, values: Sequence[str] = ()) -> None:
        """Hand over a statement with $1, $2, … for its values."""
        self._waiting.put((sql, values))

    def wait(self) -> None:
        """Wait until everything handed over is done; raises what the database refused."""
        self._waiting.join()
        if self._failure is not None:
            with connection.wrap_database_errors:
                raise self._failure

    def stop(self) -> None:
        """End the thread, whatever happened."""
        self._waiting.put(None)
        self.join()

    def let_pass(
        self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Around every statement of Django's: savepoints go their way with the inserts, everything else waits for them."""
        if sql.startswith(_NEEDS_NO_ANSWER):
            return self.send(sql)
        self.wait()
        return execute(sql, values, many, context)


_lane: ContextVar[Lane | None] = ContextVar("lane", default=None)


def current() -> Lane | None:
    """The thread that inserts go to now, if they overlap."""
    return _lane.get()


def remembered(what: str, make: Callable[[], Kept]) -> Kept:
    """What this transaction wrote or read already, so that nobody need ask and wait for all inserts; new where nothing overlaps.

    It ends with the block: only what others can change meanwhile for nobody but themselves may be kept here.
    """
    lane = _lane.get()
    if lane is None:
        return make()
    if what not in lane.kept:
        lane.kept[what] = make()
    found: Kept = lane.kept[what]
    return found


@contextmanager
def overlapping() -> Iterator[None]:
    """Let bulk inserts of a transaction run beside Python; references are checked with each insert, not at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    lane = Lane(connection.connection)
    lane.start()
    token = _lane.set(lane)
    usual_turn = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        with connection.execute_wrapper(lane.let_pass):
            yield
        lane.wait()
    finally:
        sys.setswitchinterval(usual_turn)
        _lane.reset(token)
        lane.stop()
