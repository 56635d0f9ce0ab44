"""What a sender types to give a partner a link, and what the partner types behind it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.referrals.letter_models import Language, ReferralLink
from tirek.referrals.letters import named
from tirek.referrals.reasons import EndReason, NextStep
from tirek.services.models import RefusalReason
from tirek.ui.forms import DateField, Form, RadioCards, Segments

Way = ReferralLink.Way
CAME_AND_RECEIVED, CAME_ONLY, DID_NOT_COME = "received", "came", "no_show"
_NOT_RECEIVED: Final = (EndReason.UNSUITABLE, EndReason.NO_MEANS, EndReason.DECLINED, EndReason.NO_NEED)


class PartnerForm(Form):
    """How the partner is to answer."""

    way = forms.ChoiceField(
        label=_("How it goes to the partner"),
        choices=Way.choices,
        widget=RadioCards(
            hints={
                Way.MAIL: _("a mail with a one-time link to this referral alone"),
                Way.PAPER: _("a letter with a QR and an answer slip to tear off; the person may carry it"),
            }
        ),
        initial=Way.MAIL,
    )
    to = forms.EmailField(
        label=_("E-mail of the partner"),
        required=False,
        help_text=_("An address of the organisation; nothing of the person stands in the mail."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices, widget=Segments, initial="ru")

    def clean(self) -> dict[str, Any]:
        """A mail needs an address."""
        said = self.cleaned_data
        if said.get("way") == Way.MAIL and not said.get("to") and "to" not in self.errors:
            self.add_error("to", _("Write the address, or choose the printed letter"))
        return said


class _AnswerForm(Form):
    """Every answer carries the version its writer saw; after a change the page puts the new one in."""

    use_required_attribute = False
    seen = forms.CharField(widget=forms.HiddenInput)

    def carry(self, seen: str) -> None:
        """Let the form be sent again, for the version that stands now."""
        if self.is_bound:
            self.data = {**self.data, self.add_prefix("seen"): seen}


class AcceptForm(_AnswerForm):
    """Who receives the person, and when."""

    prefix = "accept"
    receives = forms.CharField(
        label=_("Who receives the person"),
        max_length=120,
        help_text=_("Name and post; we tell it to the person."),
        error_messages={"required": _("Write who receives the person")},
    )
    day = DateField(label=_("On which day"), required=False)
    hour = forms.TimeField(
        label=_("At what time"),
        required=False,
        help_text=_("For example, 10:30"),
        error_messages={"invalid": _("Write the time as 10:30")},
    )
    note = forms.CharField(
        label=_("What to take along"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    email = forms.EmailField(
        label=_("E-mail for the second link"),
        required=False,
        help_text=_("Behind it you tell later whether the person came."),
    )

    def clean_day(self) -> Any:
        """A day to come."""
        day = self.cleaned_data["day"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("This day is over. Check the date"))
        return day

    @property
    def appointment_at(self) -> datetime | None:
        """The moment of the visit, where a day is said; without an hour it begins the working day."""
        day, hour = self.cleaned_data["day"], self.cleaned_data["hour"]
        return timezone.make_aware(datetime.combine(day, hour or time(9))) if day else None


class RefuseForm(_AnswerForm):
    """Why not, and what the person can do instead."""

    prefix = "refuse"
    reason = forms.ChoiceField(
        label=_("Why we cannot help"), error_messages={"required": _("Choose the reason")}
    )
    next_step = forms.ChoiceField(
        label=_("What the person can do instead"),
        choices=[("", _("choose")), *NextStep.choices],
        error_messages={"required": _("Choose what happens next: nobody leaves with nothing")},
    )
    note = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        known = RefusalReason.objects.filter(proposed=False)
        field.choices = [("", _("choose")), *((one.code, named(one, language)) for one in known)]

    def clean(self) -> dict[str, Any]:
        """Something else is written down."""
        said = self.cleaned_data
        if said.get("next_step") == NextStep.OTHER and not said.get("note", "").strip():
            self.add_error("note", _("Write what happens next"))
        return said


class OutcomeForm(_AnswerForm):
    """What became of it."""

    prefix = "outcome"
    what = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            (CAME_AND_RECEIVED, _("The person came and received help")),
            (CAME_ONLY, _("The person came, but did not receive help")),
            (DID_NOT_COME, _("The person did not come")),
        ],
        widget=RadioCards,
        error_messages={"required": _("Choose what became of it")},
    )
    reason = forms.ChoiceField(
        label=_("Why help was not received"),
        required=False,
        choices=[("", _("choose")), *((one.value, one.label) for one in _NOT_RECEIVED)],
    )
    note = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Help that was not received has a reason."""
        said = self.cleaned_data
        if said.get("what") == CAME_ONLY and not said.get("reason"):
            self.add_error("reason", _("Choose why help was not received"))
        return said
