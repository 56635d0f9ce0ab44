"""The catcher of the demo: a mail server on the loopback address that delivers to nobody and keeps what it was given.

It is a real SMTP server (aiosmtpd), so the demo sends exactly as an installation does; the mail lies in a Maildir of the home folder.
"""

from __future__ import annotations

import mailbox
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Caught:
    """A mail that was caught; `times` says how often the same Message-ID came."""

    key: str
    at: datetime
    to: str
    subject: str
    text: str
    files: list[tuple[str, str, bytes]]
    message_id: str
    times: int = 1


@contextmanager
def catching(folder: Path, port: int) -> Iterator[Controller]:
    """A server that catches while the block lasts."""
    controller = Controller(Mailbox(folder), hostname=HOST, port=port)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


def catch(folder: Path, port: int) -> int:
    """Catch until told to stop."""
    with catching(folder, port):
        threading.Event().wait()
    return 0


def caught(folder: Path) -> list[Caught]:
    """What was caught, the latest first; a mail that came twice is one."""
    found: dict[str, Caught] = {}
    if not (folder / "new").is_dir():
        return []
    box = mailbox.Maildir(folder, create=False)
    for key in box.keys():  # noqa: SIM118 — a Maildir iterates over messages, not keys
        one = _read(key, box.get_bytes(key))
        before = found.get(one.message_id)
        times = before.times + 1 if before else 1
        found[one.message_id] = Caught(
            one.key, one.at, one.to, one.subject, one.text, one.files, one.message_id, times
        )
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def caught_mail(folder: Path, key: str) -> Caught | None:
    """One mail by its key."""
    return next((one for one in caught(folder) if one.key == key), None)


def _moment(written: str) -> datetime:
    """When a mail was sent: «-0000» is UTC told by nobody's clock (RFC 5322, 3.3), and Python gives it no zone."""
    at = parsedate_to_datetime(written)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _read(key: str, body: bytes) -> Caught:
    mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(body)
    text = mail.get_body(("plain",))
    files = [
        (part.get_filename() or "", part.get_content_type(), bytes(part.get_content()))
        for part in mail.iter_attachments()
    ]
    return Caught(
        key=key,
        at=_moment(str(mail["Date"])),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=str(text.get_content()) if text is not None else "",
        files=files,
        message_id=str(mail["Message-ID"]),
    )
