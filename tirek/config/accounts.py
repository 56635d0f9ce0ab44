"""How staff log in: nobody signs up, attempts are counted in the database, secrets of the second factor are sealed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tirek.agencies.entering import note_failure
from tirek.gate import tallies
from tirek.gate.ciphers import open_secret, seal_secret
from tirek.gate.confirming import SECOND, is_fresh

_PASSWORD = "password"  # noqa: S105 — a method's name


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter with sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Staff are added by their agency, never by themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, by address and by login, whether there is such a login or not."""
        try:
            tallies.count(tallies.LOG_IN_ADDRESS, self.get_client_ip(request))
            tallies.count(tallies.LOG_IN_ACCOUNT, _login_in(credentials))
        except tallies.TooOften as often:
            raise ValidationError(often.sentence) from often

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Forget the attempts on a login once its password was given."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            tallies.forgive(tallies.LOG_IN_ACCOUNT, _login_in(credentials))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a row in the journal."""
        note_failure(_login_in(credentials), how=_PASSWORD)

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Keys are changed by whoever showed the second factor within ten minutes; the first one, by the password."""
        request = context.request
        return not is_fresh(request, SECOND if is_mfa_enabled(request.user) else _PASSWORD)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor confirms by it; the password alone does no longer."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"].startswith(SECOND)] or methods


def _login_in(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", "")).strip().casefold()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's adapter of the second factor with the installation's own sealing."""

    def encrypt(self, text: str) -> str:
        """Seal a secret (TOTP, the seed of recovery codes) before it is kept."""
        return seal_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open it; raises DoesNotOpen where it was sealed by another keyring or changed."""
        return open_secret(encrypted_text)

    def _get_site_name(self) -> str:
        """The name by which a phone lists this log-in."""
        return f"Tirek {context.request.get_host().partition(':')[0]}"
