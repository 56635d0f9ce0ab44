"""A message goes out at least once, by real SMTP, and leaves nothing behind when it has gone."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from tirek.audit.actors import Actor
from tirek.audit.models import JournalEntry
from tirek.gate import vault
from tirek.gate.acting import act_as
from tirek.gate.installation import found_real
from tirek.gate.models import SealedValue
from tirek.gate.tests.stay import stay
from tirek.outbox import actions, jobs, transport
from tirek.outbox.catching import caught
from tirek.outbox.kinds import KINDS
from tirek.outbox.models import Message
from tirek.outbox.sending import attempt
from tirek.outbox.tests import make

pytestmark = pytest.mark.django_db
TO = "priemnaya@clinic.example"
TEXT = "Просим принять человека. Ответьте по ссылке: https://tirek.example/answer/abc/"


@pytest.fixture
def worker() -> Actor:
    """Somebody of an agency: messages know both by plain ids."""
    actor = Actor(id=uuid4(), agency_id=uuid4())
    stay(actor)
    return actor


def put(worker: Actor, key: str = "referral:1", **more: Any) -> Message:
    said = {"kind": "referral_link", "to": TO, "text": TEXT, "language": "ru"} | more
    return actions.put(key=key, by=worker, **said)


def now_due(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(next_at=timezone.now() - timedelta(seconds=1))


def test_a_message_is_read_in_the_mailbox_and_nothing_of_it_is_kept(worker: Actor, tmp_path: Path) -> None:
    message = put(worker)
    with make.caught_in(tmp_path / "mail") as folder:
        assert attempt(message.id, worker)
        (mail,) = caught(folder)
    assert (mail.to, mail.text.strip(), mail.message_id) == (TO, TEXT, message.message_id)
    message.refresh_from_db()
    assert (message.state, message.content, message.attempts) == ("sent", None, 1)
    assert not SealedValue.objects.filter(kind="message").exists()


def test_a_file_of_the_vault_goes_with_it_as_it_is(worker: Actor, tmp_path: Path) -> None:
    body = b"%PDF-1.7 \xd2\xd3"
    kept = vault.put(vault.WORKBOOK, body)
    message = put(worker, attachments=[("письмо.pdf", "application/pdf", kept)])
    with make.caught_in(tmp_path / "mail") as folder:
        attempt(message.id, worker)
        (mail,) = caught(folder)
    assert mail.files == [("письмо.pdf", "application/pdf", body)]


def test_put_twice_under_one_key_is_one_message(worker: Actor) -> None:
    assert put(worker).id == put(worker, text="другое").id
    assert Message.objects.count() == SealedValue.objects.filter(kind="message").count() == 1


def test_what_is_rolled_back_is_never_sent(worker: Actor) -> None:
    with transaction.atomic():
        put(worker)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'outbox.send'")
        assert cursor.fetchone() == (0,)


def test_no_row_no_job_and_no_journal_holds_the_address_or_the_text(worker: Actor) -> None:
    put(worker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m)::text FROM outbox_message m")
        rows = [row for (row,) in cursor.fetchall()]
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        rows += [row for (row,) in cursor.fetchall()]
    rows += [str(detail) for detail in JournalEntry.objects.values_list("detail", flat=True)]
    for row in rows:
        assert "priemnaya" not in row and "answer/abc" not in row


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_a_subject_takes_no_value(kind: str, language: str, worker: Actor) -> None:
    with override(language):
        said = str(KINDS[kind].subject)
    assert not re.search(r"[%{}]", said)
    content = transport.Content(TO, "Нұрлан Серікұлы, 08.03.1989")
    mail = transport.mail_of(put(worker, kind=kind, language=language), content)
    assert mail.subject == said and "Нұрлан" not in mail.message().as_string().partition("\n\n")[0]


def test_killed_between_sending_and_marking_the_same_mail_comes_again(
    worker: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = put(worker)

    def killed(**_: Any) -> None:
        raise KeyboardInterrupt

    with make.caught_in(tmp_path / "mail") as folder:
        with monkeypatch.context() as patched:
            patched.setattr(actions, "mark_sent", killed)
            with pytest.raises(KeyboardInterrupt):
                attempt(message.id, worker)
        assert not attempt(message.id, worker), "the lease still stands"
        now_due(message)
        assert attempt(message.id, worker)
        (mail,) = caught(folder)
    assert mail.times == 2 and mail.message_id == message.message_id
    assert not attempt(message.id, worker)


def test_a_server_that_does_not_answer_is_tried_again_later_and_later(worker: Actor) -> None:
    message = put(worker)
    with make.by(make.free_port()):
        for n in range(1, actions.GIVEN_UP_AFTER + 1):
            now_due(message)
            assert not attempt(message.id, worker)
            message.refresh_from_db()
            assert message.attempts == n and message.fault.startswith("connection.")
            pause = message.next_at - timezone.now()
            assert pause > actions.pause_after(n) - timedelta(seconds=5)
    assert message.state == "dead"
    assert actions.pause_after(1) == timedelta(minutes=1) < actions.pause_after(2) < actions.pause_after(99)


def test_an_address_that_is_refused_is_dead_at_once_and_a_full_mailbox_is_not(worker: Actor) -> None:
    gone, full = put(worker, "a"), put(worker, "b")
    with make.refusing("550 no such user here"):
        attempt(gone.id, worker)
    with make.refusing("452 mailbox full"):
        attempt(full.id, worker)
    gone.refresh_from_db()
    full.refresh_from_db()
    assert (gone.state, gone.fault) == ("dead", "smtp.550")
    assert (full.state, full.fault) == ("waiting", "smtp.452")


def test_a_dead_message_is_sent_again_by_hand(worker: Actor, tmp_path: Path) -> None:
    message = put(worker)
    with make.refusing("550 no such user here"):
        attempt(message.id, worker)
    actions.send_again(message=message, by=worker)
    with make.caught_in(tmp_path / "mail") as folder:
        assert attempt(message.id, worker)
        assert [mail.text.strip() for mail in caught(folder)] == [TEXT]


def test_given_up_its_text_is_destroyed(worker: Actor) -> None:
    message = put(worker)
    with make.refusing("550 no such user here"):
        attempt(message.id, worker)
    actions.drop(message=message, by=worker)
    assert not SealedValue.objects.filter(kind="message").exists()


def test_what_has_been_dead_for_a_month_is_given_up(worker: Actor) -> None:
    message = put(worker)
    with make.refusing("550 no such user here"):
        attempt(message.id, worker)
    Message.objects.update(put_at=timezone.now() - timedelta(days=31))
    jobs.retry(0)
    message.refresh_from_db()
    assert message.state == "dropped"


def test_without_a_mail_server_messages_wait_untried(worker: Actor) -> None:
    message = put(worker)
    jobs.retry(0)
    message.refresh_from_db()
    assert (message.state, message.attempts) == ("waiting", 0)


def test_nothing_of_real_people_goes_to_the_demos_catcher(worker: Actor, tmp_path: Path) -> None:
    message = put(worker)
    found_real()
    with make.caught_in(tmp_path / "mail") as folder:
        assert not attempt(message.id, worker)
        assert caught(folder) == []


def test_an_agency_sees_its_own_messages_only(worker: Actor) -> None:
    message = put(worker)
    other = Actor(id=uuid4(), agency_id=uuid4())
    with act_as(other):
        assert not Message.objects.exists()
        actions.drop(message=message, by=other)
        assert put(other).id != message.id, "keys of two agencies do not meet"
