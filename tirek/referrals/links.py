"""One-time links: made by the sender, used by a partner without an account, who acts for the agency asked and for nobody else.

A token has 256 random bits and is shown once; only its keyed hash is kept. Opening a page uses nothing up, so a mail scanner that
follows every link does nothing; an answer is a POST, and it goes through the actions that a logged-in partner's answer goes through.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.agencies.models import Agency
from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.gate import vault
from tirek.gate.categories import Category
from tirek.outbox import actions as outbox
from tirek.referrals import letters
from tirek.referrals.letter_models import ReferralLink
from tirek.referrals.models import Referral, Status
from tirek.ui.formats import short_date

Purpose, Way = ReferralLink.Purpose, ReferralLink.Way
VALID_FOR: Final = {Purpose.ANSWER: timedelta(days=14), Purpose.OUTCOME: timedelta(days=60)}
_BYTES: Final = 32
ANSWERABLE: Final = (Status.REQUESTED, Status.ON_HOLD)


class LinkSpent(RuntimeError):
    """A link that does not work any more."""


class NotOpen(ValueError):
    """The referral is at no point where such a link could be used."""


@dataclass(frozen=True, slots=True)
class Found:
    """A link that somebody holds: ids only, read before anybody acts."""

    id: UUID
    referral_id: UUID
    to_agency_id: UUID
    category: int
    purpose: str
    language: str
    expires_at: datetime
    used_at: datetime | None
    withdrawn_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Whoever holds the link: without a role, for the agency asked, with sight of an envelope's categories."""
        sight = frozenset({int(Category.IDENTITY), int(self.category)})
        return Actor(id=self.id, agency_id=self.to_agency_id, categories=sight)

    def why_spent(self, now: datetime) -> str:
        """Why it does not work; "" while it does."""
        if self.used_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "" if now < self.expires_at else "expired"


def hash_of(token: str) -> str:
    """What is kept of a token (HMAC-SHA-256, RFC 2104)."""
    return hmac.new(settings.TIREK_INDEX_KEY, f"referral_link:{token}".encode(), "sha256").hexdigest()


def find(token: str) -> Found | None:
    """The link of a token."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM authz.link_by_hash(%s)", [hash_of(token)])
        row = cursor.fetchone()
    return Found(*row) if row else None


def purpose_for(referral: Referral) -> str | None:
    """What a link made now would be for: an answer, or after the acceptance the outcome; None where nothing is open."""
    if referral.closed_at is not None:
        return None
    if referral.status in ANSWERABLE:
        return Purpose.ANSWER
    return Purpose.OUTCOME if referral.status == Status.ACCEPTED else None


def may_make(referral: Referral, by: Actor) -> bool:
    """A link is the sender's to give; the partner has no account to ask for one with."""
    return by.agency_id == referral.from_agency_id and purpose_for(referral) is not None


def check_link(referral: Referral, language: str) -> str:
    """Under which name the sender stands in what goes with the link; raises letters.Reveals."""
    kind = letters.named(referral.kind, language)
    letters.check_discreet(referral.to_agency, referral.asked_for, referral.contact, kind)
    return letters.name_to(referral.from_agency, referral.to_agency, language)


@transaction.atomic
def make(
    *, referral: Referral, purpose: str, way: str, language: str, to: str = "", by: Actor
) -> tuple[ReferralLink, str]:
    """A new link and its token, which is told this once; an open one for the same purpose and way is withdrawn. Raises NotOpen."""
    if purpose_for(referral) != purpose:
        raise NotOpen(purpose)
    assert by.agency_id is not None
    for former in open_links(referral).filter(purpose=purpose, way=way):
        withdraw(link=former, by=by)
    token = secrets.token_urlsafe(_BYTES)
    link = ReferralLink(
        referral=referral,
        agency_id=by.agency_id,
        purpose=purpose,
        way=way,
        language=language,
        token_hash=hash_of(token),
        masked=outbox.masked(to) if to else "",
        made_by=by.id,
        expires_at=timezone.now() + VALID_FOR[Purpose(purpose)],
    )
    link.save(force_insert=True)
    journal.write(
        "referrals.link",
        link,
        person=referral.person_id,
        detail={"purpose": str(purpose), "way": str(way)},
        by=by,
    )
    return link, token


@transaction.atomic
def mail(*, link: ReferralLink, to: str, url: str, by: Actor) -> None:
    """Send a link by e-mail: neither the subject nor the text says of whom or of what it is."""
    receiver = link.referral.to_agency
    sender = letters.name_to(link.referral.from_agency, receiver, link.language)
    until = short_date(timezone.localdate(link.expires_at))
    with override(link.language):
        text = _text(link.purpose) % {"sender": sender, "url": url, "until": until}
    kind = "referral_link" if link.purpose == Purpose.ANSWER else "outcome_link"
    outbox.put(kind=kind, to=to, text=text, key=f"link:{link.id}", language=link.language, by=by)


def _text(purpose: str) -> str:
    if purpose == Purpose.ANSWER:
        return _(
            "Hello!\n\n%(sender)s asks you to receive a person. Who it is and what is needed you see behind this link:\n\n%(url)s\n\n"
            "You can accept or refuse there without logging in. The link works once, until %(until)s. Please do not pass it on.\n\n"
            "If you did not expect this, delete the mail."
        )
    return _(
        "Hello!\n\nThank you for accepting a person from %(sender)s. When help was given, or nobody came, tell it behind this link:\n\n"
        "%(url)s\n\nThe link works once, until %(until)s. Please do not pass it on."
    )


@transaction.atomic
def seal_token(*, link: ReferralLink, token: str, by: Actor) -> None:
    """Keep the token of a paper's link sealed until the paper is set."""
    link.token = vault.put(vault.MESSAGE, token)
    link.save(update_fields=["token"])


@transaction.atomic
def withdraw(*, link: ReferralLink, by: Actor) -> None:
    """Let a link work no more."""
    standing = ReferralLink.objects.select_for_update().filter(
        pk=link.pk, used_at__isnull=True, withdrawn_at__isnull=True
    )
    if one := standing.first():
        one.withdrawn_at = timezone.now()
        one.save(update_fields=["withdrawn_at"])
        journal.write("referrals.withdraw_link", one, by=by)


def open_links(referral: Referral) -> Any:
    """The links that still work."""
    now = timezone.now()
    return referral.links.filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)


def use() -> None:
    """Use the acting link up, in the transaction of its answer; raises LinkSpent for whoever comes second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.use_link()")
        if cursor.fetchone() != (True,):
            raise LinkSpent


def agency_of(found: Found) -> Agency:
    """The agency for which the link's holder acts."""
    return Agency.objects.get(pk=found.to_agency_id)
