"""The way out: one mail by Django's SMTP backend, whatever the server, and what its answer means for the next attempt."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from tirek.gate import vault
from tirek.gate.installation import is_demo

if TYPE_CHECKING:
    from tirek.outbox.models import Message


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed: the address, the text, and which sealed files go with it (name, type, reference in the vault)."""

    to: str
    text: str
    attachments: Sequence[Sequence[str]] = ()


class Failed(RuntimeError):
    """The mail did not go; `args[0]` is a code, never the server's own words, which may repeat the address."""


class Refused(Failed):
    """The server will not take this mail, now or later (a reply of 5xx to the receiver or the content)."""


class Unreachable(Failed):
    """No server, a full one, a wrong password: the same mail may go later."""


def is_ready() -> bool:
    """Whether there is a server to send by; the demo's catcher is none for an installation with real people."""
    return bool(settings.EMAIL_HOST) and (not settings.TIREK_CATCHES_MAIL or is_demo())


def mail_of(message: Message, content: Content) -> EmailMessage:
    """The mail: a fixed subject, the text, the files. It is read from the vault, so it is made while somebody acts."""
    with override(message.language):
        subject = str(message.about.subject)
    mail = EmailMessage(
        subject=subject,
        body=content.text,
        to=[content.to],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    for name, mime, held in content.attachments:
        mail.attach(name, vault.read(UUID(held)), mime)
    return mail


def send(mail: EmailMessage) -> None:
    """Hand a mail to the server; raises Refused or Unreachable."""
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max(reply[0] for reply in error.recipients.values())
        raise _failure(code) from None
    except smtplib.SMTPDataError as error:
        raise _failure(error.smtp_code) from None
    except smtplib.SMTPResponseException as error:  # a log-in or a sender that is not taken: ours to mend
        raise Unreachable(f"smtp.{error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"connection.{type(error).__name__}"[:40]) from None


def _failure(code: int) -> Failed:
    """RFC 5321, 4.2.1: 5yz is for good, 4yz for now."""
    return Refused(f"smtp.{code}") if code >= 500 else Unreachable(f"smtp.{code}")
