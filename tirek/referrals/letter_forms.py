"""What people type about letters: the text, the signature, the letterhead, an agency's own templates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tirek.referrals import letter_texts as texts
from tirek.referrals.discreet import revealing
from tirek.referrals.letter_models import Letter
from tirek.referrals.letters import Reveals
from tirek.ui.forms import DateField, Form, Segments


def why_reveals(error: Reveals) -> str:
    """What is said where a letter to an employer or a school would tell of a record."""
    words = ", ".join(f"«{word}»" for word in error.words)
    return _say("Employers and schools must not learn of a record. Take these words out: %(words)s") % {
        "words": words
    }


class VersionForm(Form):
    """The version of the letter that the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class BodyForm(VersionForm):
    """The text of a letter."""

    body = forms.CharField(
        label=_("Text of the letter"),
        max_length=6000,
        widget=forms.Textarea({"rows": 14}),
        help_text=_("An empty line begins a new paragraph."),
    )


class SignForm(VersionForm):
    """Who signed, and when it is registered."""

    signer = forms.CharField(label=_("Who signs"), max_length=200)
    signer_post = forms.CharField(label=_("Post"), max_length=200, required=False)
    registered_on = DateField(label=_("Day of the letter"))

    def clean_registered_on(self) -> Any:
        """A register goes on: neither a day to come nor one of another year."""
        day, today = self.cleaned_data["registered_on"], timezone.localdate()
        if day > today or day.year < today.year - 1:
            raise ValidationError(_("The day of a letter is today or a day before. Check the year"))
        return day


class MailForm(VersionForm):
    """Where the letter goes by mail."""

    to = forms.EmailField(label=_("E-mail of the organisation"))


class SentForm(VersionForm):
    """How a letter on paper went."""

    how = forms.ChoiceField(
        label=_("How it went"),
        choices=[(one.value, one.label) for one in (Letter.Sent.HAND, Letter.Sent.POST)],
        widget=Segments,
        initial=Letter.Sent.HAND,
    )


class LetterheadForm(Form):
    """How the organisation writes."""

    head_ru = forms.CharField(label=_("Letterhead in Russian"), max_length=300, required=False)
    head_kk = forms.CharField(label=_("Letterhead in Kazakh"), max_length=300, required=False)
    neutral_ru = forms.CharField(
        label=_("To employers and schools, in Russian"),
        max_length=300,
        required=False,
        help_text=_(
            "A name that tells nothing of a record. Where it is empty and the name tells, no letter goes to them."
        ),
    )
    neutral_kk = forms.CharField(
        label=_("To employers and schools, in Kazakh"), max_length=300, required=False
    )
    contacts = forms.CharField(label=_("Address, telephone, e-mail"), max_length=300, required=False)
    signer = forms.CharField(label=_("Who signs usually"), max_length=200, required=False)
    signer_post_ru = forms.CharField(label=_("Post in Russian"), max_length=200, required=False)
    signer_post_kk = forms.CharField(label=_("Post in Kazakh"), max_length=200, required=False)

    def _neutral(self, name: str) -> str:
        said = str(self.cleaned_data[name])
        if words := revealing(said):
            raise ValidationError(why_reveals(Reveals(words)))
        return said

    def clean_neutral_ru(self) -> str:
        """The neutral name is neutral."""
        return self._neutral("neutral_ru")

    def clean_neutral_kk(self) -> str:
        """The neutral name is neutral."""
        return self._neutral("neutral_kk")


class TextForm(Form):
    """An agency's own text of one kind of letter."""

    body = forms.CharField(
        label=_("Text of the letter"),
        max_length=6000,
        widget=forms.Textarea({"rows": 16}),
        required=False,
        help_text=_(
            "An empty line begins a new paragraph. Empty altogether: the program's own text is used again."
        ),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_body(self) -> str:
        """Nothing in braces that no letter could fill."""
        said = str(self.cleaned_data["body"])
        try:
            texts.check(self.kind, said)
        except texts.UnknownField as error:
            raise ValidationError(
                _("%(name)s is not known. Take one of the list beside"), params={"name": error.args[0]}
            ) from error
        return said
