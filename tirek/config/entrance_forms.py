"""What is typed at the entrance: login and password, the code of the second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.agencies.entering import note_failure
from tirek.gate import tallies
from tirek.gate.installation import is_demo


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """Login and password; in a demo also the promise without which a person without an IIN could be a real one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_demo():
            self.fields["invented"] = forms.BooleanField(
                label=_("I enter invented people only, nobody real"),
                error_messages={
                    "required": _(
                        "A demonstration is for invented people only. For real people an installation of its own is made"
                    )
                },
            )


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey just made, under a name by which it is known again."""

    name = forms.CharField(label=_("Name of the passkey"), required=False, max_length=60)


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    """The name of a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60)


class _Counted:
    """A form with a code: attempts are counted by user, and a code is taken once."""

    user: Any

    def clean_code(self) -> str:
        """Check the code, at most so often, and never the same one twice."""
        try:
            tallies.count(tallies.SECOND_FACTOR, self.user.pk)
        except tallies.TooOften as often:
            raise forms.ValidationError(often.sentence) from often
        code: str = super().clean_code()  # type: ignore[misc]
        try:
            tallies.count(tallies.ONE_TIME_CODE, f"{self.user.pk}:{''.join(code.split())}")
        except tallies.TooOften as twice:
            raise get_adapter().validation_error("incorrect_code") from twice
        tallies.forgive(tallies.SECOND_FACTOR, self.user.pk)
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class CodeAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before what does most harm."""


class FirstCodeForm(_Counted, ActivateTOTPForm):  # type: ignore[misc]
    """The code that proves that the phone has the secret."""


class _Shown:
    """A form with a passkey: attempts are counted by address, and one that is not taken leaves a row in the journal.

    Not by user: whose key it claims to be, the answer of the browser says, and anybody could lock somebody out by it.
    """

    user: Any

    def clean_credential(self) -> Any:
        """Check the passkey, from one address at most so often."""
        try:
            tallies.count(tallies.LOG_IN_ADDRESS, get_account_adapter().get_client_ip(context.request))
        except tallies.TooOften as often:
            raise forms.ValidationError(often.sentence) from often
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (forms.ValidationError, KeyError, TypeError, ValueError) as failed:
            # What no browser sends stumbles inside the library; to whoever sent it the answer is the same.
            note_failure(self.user.get_username() if self.user else "", how="webauthn")
            raise get_adapter().validation_error("incorrect_code") from failed


class PasskeyLoginForm(_Shown, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of login and password."""


class PasskeySecondForm(_Shown, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey after the password."""


class PasskeyAgainForm(_Shown, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before what does most harm."""
