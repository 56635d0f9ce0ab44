"""kill -9 of the web server, the worker and PostgreSQL while answers are posted: none that was acknowledged is lost, no mail is doubled.

Six kills by default; TIREK_KILLS=50 for as many as the target speaks of.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bench.installation import Installation, Served, installation, wait_for
from bench.referral_speed import Filled, fill_referrals
from bench.visitor import TOKEN, Visitor
from tirek.outbox.catching import caught

KILLS = int(os.environ.get("TIREK_KILLS", "6"))
REFERRALS = 60 * 50 * max(1, KILLS // 6)
BETWEEN_SECONDS = 5
"""The supervisor gives up on what dies five times in a minute."""
SECONDS = 90
BROKEN = (http.client.HTTPException, OSError, AssertionError)

pytestmark = pytest.mark.slow


class Poster(threading.Thread):
    """A session that posts one form after another and remembers which were acknowledged; what broke is not asked again."""

    def __init__(
        self, one: Installation, served: Served, ids: Iterator[str], path: str, said: dict[str, str]
    ) -> None:
        super().__init__(daemon=True)
        self.one, self.served, self.ids, self.path, self.said = one, served, ids, path, said
        self.acknowledged: list[str] = []
        self.stopped = threading.Event()
        self.visitor, self.token = self._log_in()

    def _log_in(self) -> tuple[Visitor, str]:
        visitor = Visitor(self.served.address)
        visitor.log_in(*self.one.login())
        token = TOKEN.search(visitor.get("/referrals/").text)
        assert token is not None
        return visitor, token[1]

    def run(self) -> None:
        """Post until told to stop, over a new connection wherever the old one broke."""
        for referral in self.ids:
            if self.stopped.is_set():
                return
            try:
                said = {"csrfmiddlewaretoken": self.token, **self.said}
                answer = self.visitor.post(self.path.format(referral), said)
                if answer.status == 302 and referral in answer.location:
                    self.acknowledged.append(referral)
            except BROKEN:
                time.sleep(0.2)
                self.visitor = Visitor(self.served.address, self.visitor.cookies)


def kill(one: Installation, served: Served, what: str) -> None:
    """At one blow; the supervisor starts it again."""
    pids = (
        [one.cluster.pid()]
        if what == "database"
        else [pid for pid in served.children() if is_called(pid, what)]
    )
    assert any(pids), what
    for pid in filter(None, pids):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def is_called(pid: int, what: str) -> bool:
    """Whether a word of a process's command line is this one."""
    try:
        return what.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return False


def answers_again(served: Served) -> bool:
    """Whether a page that asks the database is there."""
    try:
        return Visitor(served.address).get("/account/login/").status == 200
    except BROKEN:
        return False


def rows(one: Installation, statement: str) -> list[tuple[Any, ...]]:
    """What stands in the database, as its administrator reads it."""
    with one.database(), psycopg.connect(one.admin_address, autocommit=True) as admin:
        return admin.execute(statement).fetchall()


@pytest.fixture
def one() -> Iterator[Installation]:
    """The demo with its catcher of mail."""
    with installation() as made:
        made.run(
            "import",
            str(Path(__file__).parent.parent / "tirek/demo/pilot-2017/journal.xlsx"),
            "--settle",
            "best",
        )
        yield made


def test_no_acknowledged_answer_is_lost_and_no_mail_is_doubled(one: Installation) -> None:
    filled: Filled = fill_referrals(one, REFERRALS)
    with one.database(), one.serve() as served:
        accepting = Poster(
            one,
            served,
            iter(filled.waiting),
            "/referrals/{}/do/accept/",
            {"seen": "2.0", "receives": "Сейтова Айгерим", "note": ""},
        )
        mailing = Poster(
            one,
            served,
            iter(filled.asked),
            "/letters/partner/{}/",
            {"way": "mail", "to": "priem@example.kz", "language": "ru"},
        )
        for poster in (accepting, mailing):
            poster.start()
        for number in range(KILLS):
            time.sleep(BETWEEN_SECONDS)
            kill(one, served, ("granian", "worker", "database")[number % 3])
            assert wait_for(lambda: answers_again(served), SECONDS, pause=0.2)
        for poster in (accepting, mailing):
            poster.stopped.set()
            poster.join(SECONDS)
        assert len(accepting.acknowledged) > KILLS and len(mailing.acknowledged) > KILLS
        # Leases of whoever was killed end by themselves in two minutes: nobody waits for them here.
        rows(one, "UPDATE outbox_message SET next_at = now() WHERE state = 'waiting' RETURNING id")
        waiting = "SELECT id FROM outbox_message WHERE state = 'waiting'"
        assert wait_for(lambda: not rows(one, waiting), 2 * SECONDS, pause=2)
    accepted = {
        str(row[0]) for row in rows(one, "SELECT id FROM referrals_referral WHERE status = 'accepted'")
    }
    assert set(accepting.acknowledged) <= accepted
    doubled = "SELECT referral_id FROM referrals_referralmove WHERE version = 3 GROUP BY referral_id, verb HAVING count(*) > 1"
    assert not rows(one, doubled)
    linked = {str(row[0]) for row in rows(one, "SELECT referral_id FROM referrals_referrallink")}
    assert set(mailing.acknowledged) <= linked
    messages = {str(row[0]) for row in rows(one, "SELECT id FROM outbox_message WHERE state = 'sent'")}
    came = caught(one.home.root / "mail")
    assert {mail.message_id.split("@")[0].strip("<") for mail in came} == messages
    assert len(messages) == len(rows(one, "SELECT id FROM referrals_referrallink WHERE way = 'mail'"))
