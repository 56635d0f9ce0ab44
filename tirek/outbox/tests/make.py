"""A mail server for tests: the demo's own catcher on a free port, and servers that refuse."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

from tirek.outbox.catching import HOST, catching

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def by(port: int, folder: Path | None = None) -> Iterator[None]:
    """Real SMTP to a port of this machine."""
    where = {"EMAIL_HOST": HOST, "EMAIL_PORT": port, "EMAIL_USE_TLS": False, "EMAIL_TIMEOUT": 5}
    kept: dict[str, Any] = {"TIREK_MAIL": folder} if folder else {}
    with override_settings(EMAIL_BACKEND=SMTP, TIREK_CATCHES_MAIL=True, **where, **kept):
        yield


@contextmanager
def caught_in(folder: Path) -> Iterator[Path]:
    """A real server that keeps what is sent in a folder while the block lasts."""
    port = free_port()
    with catching(folder, port), by(port, folder):
        yield folder


class Answering:
    """A server that answers every receiver with one reply."""

    def __init__(self, reply: str) -> None:
        self.reply = reply

    async def handle_RCPT(self, *_: Any) -> str:  # noqa: N802 — aiosmtpd's name
        return self.reply


@contextmanager
def refusing(reply: str) -> Iterator[None]:
    """A real server that takes no receiver."""
    port = free_port()
    controller = Controller(Answering(reply), hostname=HOST, port=port)
    controller.start()
    try:
        with by(port):
            yield
    finally:
        controller.stop()
