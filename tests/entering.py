"""Coming in as staff do: password, second factor, and the digits that a phone would show."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import User
from tirek.audit.models import JournalEntry
from tirek.gate.ciphers import open_secret, seal_secret

PASSWORD = "only for tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def digits(secret: str = SECRET, *, steps: int = 0) -> str:
    """What the phone shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def give_phone(user: User) -> Authenticator:
    """Somebody who has set up the app."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": seal_secret(SECRET)}
    )


def password_of(client: Client, login: str = "aigul", password: str = PASSWORD, **said: Any) -> Any:
    """Send the log-in form."""
    return client.post(reverse("account_login"), {"login": login, "password": password, **said})


def code_of(client: Client, code: str, name: str = "mfa_authenticate") -> Any:
    """Send the digits."""
    return client.post(reverse(name), {"code": code})


def come_in(client: Client, user: User) -> None:
    """Password and second factor."""
    if not Authenticator.objects.filter(user=user).exists():
        give_phone(user)
    password_of(client, user.username)
    answer = code_of(client, digits())
    assert answer.status_code == 302, answer.content.decode()


def planned_secret(client: Client) -> str:
    """The secret that the page of the app shows."""
    client.get(reverse("mfa_activate_totp"))
    return str(client.session[SECRET_SESSION_KEY])


def kept_secret(user: User) -> tuple[str, str]:
    """The app's secret as it is kept, and opened."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    return kept, open_secret(kept)


def journal() -> list[str]:
    """What the journal says of the entrance, the latest last."""
    verbs = JournalEntry.objects.filter(action__startswith="agencies.").exclude(
        action__in=["agencies.hire", "agencies.name_agency"]
    )
    return [one.removeprefix("agencies.") for one in verbs.order_by("id").values_list("action", flat=True)]


def opens(client: Client, name: str = "desk:people") -> bool:
    """Whether a page opens to whoever is here."""
    return bool(client.get(reverse(name)).status_code == 200)
