"""What people type about a referral: the answers of either side, each with the version its reader saw."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.grants.models import Grant
from tirek.referrals.machine import Side
from tirek.referrals.reasons import EndReason, NextStep
from tirek.services.models import RefusalReason
from tirek.ui.forms import DateField, Form, RadioCards, Segments

_TEXT: Final = {"rows": 3}
_WITHDRAWN: Final = (
    EndReason.NO_NEED,
    EndReason.ELSEWHERE,
    EndReason.DECLINED,
    EndReason.LOST,
    EndReason.MISTAKE,
)
_FAILED: Final = (
    EndReason.NO_SHOW,
    EndReason.DECLINED,
    EndReason.LOST,
    EndReason.UNSUITABLE,
    EndReason.NO_MEANS,
    EndReason.NO_NEED,
)
_NOT_RECEIVED: Final = (EndReason.UNSUITABLE, EndReason.NO_MEANS, EndReason.NO_NEED, EndReason.DECLINED)
_DECIDED: Final = [(Side.SENDER.value, _("our organisation")), (Side.CLIENT.value, Side.CLIENT.label)]
YES, NO = "yes", "no"


def _named(codes: Any) -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in codes]


def _text(label: Any, *, required: bool = True, **said: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=500, required=required, widget=forms.Textarea(attrs=_TEXT), **said
    )


class AnswerForm(Form):
    """Every form of an answer: it carries the version that its reader saw."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=30)

    def said(self) -> dict[str, Any]:
        """What the action takes beside the referral and the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class AcceptForm(AnswerForm):
    """Who receives the person, and when."""

    receives = forms.CharField(label=_("Who receives the person"), max_length=120)
    appointment_on = DateField(label=_("Day of the visit"), required=False)
    appointment_time = forms.TimeField(
        label=_("Time"),
        required=False,
        help_text=_("For example, 14:30"),
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric", "class": "short"}),
    )
    note = _text(_("Note for the sender"), required=False)

    def clean_appointment_on(self) -> dt.date | None:
        """Nobody is received yesterday."""
        day: dt.date | None = self.cleaned_data["appointment_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Check the day"))
        return day

    def said(self) -> dict[str, Any]:
        """Day and time as one moment; without a time, the morning of the day."""
        said = super().said()
        day, time = said.pop("appointment_on"), said.pop("appointment_time")
        moment = dt.datetime.combine(day, time or dt.time(9)) if day else None
        return {**said, "appointment_at": timezone.make_aware(moment) if moment else None}


class AskForm(AnswerForm):
    """A question to the sender."""

    question = _text(
        _("What has to be known"), help_text=_("The clock of your answer stands until the sender has said.")
    )


class ReplyForm(AnswerForm):
    """The sender's answer to the question."""

    text = _text(_("Your answer"))


class WaitForm(AnswerForm):
    """A place on the waiting list."""

    until = DateField(
        label=_("When there may be a place"), help_text=_("On this day the referral is looked at again.")
    )
    note = _text(_("Note for the sender"), required=False)

    def clean_until(self) -> dt.date:
        """The next date is ahead."""
        day: dt.date = self.cleaned_data["until"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("This day is not ahead. Check the day"))
        return day


class RefuseForm(AnswerForm):
    """Why not, and what then: both have to be said."""

    reason = forms.ModelChoiceField(
        RefusalReason.objects.none(),
        label=_("Reason of the refusal"),
        to_field_name="code",
        empty_label=None,
        widget=RadioCards(is_two_columns=True),
        help_text=_("The sender and the person will see it, and it is counted."),
        error_messages={"required": _("A refusal has a reason: choose it")},
    )
    next_step = forms.ChoiceField(
        label=_("What is offered instead"),
        choices=NextStep.choices,
        widget=RadioCards(is_two_columns=True),
        help_text=_("Nobody leaves with nothing."),
        error_messages={"required": _("A refusal has a next step for the person: choose it")},
    )
    next_agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Which organisation"), required=False, empty_label=_("choose")
    )
    note = _text(
        _("In a few words"),
        required=False,
        help_text=_("Whom the person may ask, until when, with which papers."),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("reason", RefusalReason.objects.filter(proposed=False)),
            ("next_agency", agencies),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Another organisation is named, something else is written."""
        said = self.cleaned_data
        if said.get("next_step") == NextStep.AGENCY and not said.get("next_agency"):
            self.add_error("next_agency", _("Choose the organisation that the person may turn to"))
        elif said.get("next_step") != NextStep.AGENCY:
            said["next_agency"] = None
        if said.get("next_step") == NextStep.OTHER and not said.get("note", "").strip():
            self.add_error("note", _("Write what is offered instead"))
        return said


class AgreeForm(AnswerForm):
    """The sender's word on a refusal that is right."""

    note = _text(_("Note"), required=False)


class GiveBackForm(AnswerForm):
    """The sender's word on a refusal that is not."""

    why = _text(
        _("Why the need is there"), help_text=_("The organisation answers anew; its clock starts again.")
    )


class WithdrawForm(AnswerForm):
    """Why a referral is taken back, and who decided it."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=_named(_WITHDRAWN), widget=RadioCards(is_two_columns=True)
    )
    side = forms.ChoiceField(
        label=_("Who decided"), choices=_DECIDED, widget=Segments, initial=Side.SENDER.value
    )
    note = _text(_("Note"), required=False)


class StartForm(AnswerForm):
    """The person came."""

    note = _text(_("Note"), required=False)


class _JournalForm(AnswerForm):
    """What writes a line of the journal: it says which grant pays, where there is one, or no report counts the help."""

    grant = forms.ModelChoiceField(
        Grant.objects.none(), label=_("Paid from the grant"), required=False, empty_label=_("no grant")
    )

    def __init__(self, *args: Any, grants: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grant"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = grants
        if not field.queryset.exists():
            field.widget = forms.HiddenInput()


class CompleteForm(_JournalForm):
    """Whether the help was received: only a referral with an outcome is closed."""

    received = forms.ChoiceField(
        label=_("Was the help received"),
        choices=[(YES, _("yes, received")), (NO, _("no, not received"))],
        widget=Segments,
        error_messages={"required": _("Say whether the help was received")},
    )
    given_on = DateField(
        label=_("Day of the help"),
        required=False,
        help_text=_("It becomes a line of the journal of services."),
    )
    reason = forms.ChoiceField(
        label=_("If not received: why"),
        choices=[("", _("choose")), *_named(_NOT_RECEIVED)],
        required=False,
    )
    note = _text(_("What was done"), required=False)
    field_order = ("seen", "received", "given_on", "grant", "reason", "note")

    def clean(self) -> dict[str, Any]:
        """What was not received has a reason; what was, a day."""
        said = self.cleaned_data
        if said.get("received") == NO and not said.get("reason"):
            self.add_error("reason", _("Choose why the help was not received"))
        if (day := said.get("given_on")) and day > timezone.localdate():
            self.add_error("given_on", _("This day has not come yet. Check the year"))
        return said

    def said(self) -> dict[str, Any]:
        """Received or not, and the day only of what was."""
        said = super().said()
        received = said["received"] == YES
        told = ("given_on", "grant")
        return {**said, "received": received, **{name: said[name] if received else None for name in told}}


class FailForm(AnswerForm):
    """Why it did not come about."""

    reason = forms.ChoiceField(
        label=_("What happened"), choices=_named(_FAILED), widget=RadioCards(is_two_columns=True)
    )
    note = _text(_("Note"), required=False)

    def said(self) -> dict[str, Any]:
        """The person's own no is the person's decision."""
        said = super().said()
        return {**said, "side": Side.CLIENT if said["reason"] == EndReason.DECLINED else None}


class MistakeForm(AnswerForm):
    """What was wrong."""

    note = _text(_("What was wrong"))


class SendForm(AnswerForm):
    """A draft goes; a consent that waits for its signature is received with it."""

    signed_on = DateField(label=_("Day of the signature"), required=False, help_text="")


class DeliverForm(_JournalForm):
    """The day on which the help was given."""

    given_on = DateField(label=_("Day of the help"), help_text="")
    field_order = ("seen", "given_on", "grant")

    def clean_given_on(self) -> dt.date:
        """Nothing is recorded ahead of time."""
        day: dt.date = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day
