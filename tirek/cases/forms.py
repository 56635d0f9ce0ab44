"""What people type about an application and the decision on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.cases.models import Application, EntryReason
from tirek.ui.forms import DateField, Form, RadioCards

ENTERED, NOT_ENTERED = "yes", "no"
OTHER = "other"


class DecisionForm(Form):
    """Whether the person enters the programme; whoever does not is told a reason."""

    use_required_attribute = False

    entered = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (ENTERED, _("Entered the programme")),
            (NOT_ENTERED, _("Did not enter")),
        ],
        widget=RadioCards(icons={ENTERED: "door-enter", NOT_ENTERED: "door-off"}, is_two_columns=True),
    )
    reason = forms.ChoiceField(
        label=_("Why not"),
        error_messages={"required": _("Whoever does not enter is told why: choose a reason or write one")},
    )
    reason_text = forms.CharField(
        label=_("Another reason, in your own words"),
        max_length=200,
        error_messages={"required": _("Write the reason in a few words")},
    )
    decided_on = DateField(label=_("Day of the decision"))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, initial=_now(application), **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        reasons = [(str(reason.id), reason.name) for reason in EntryReason.objects.order_by("name_ru")]
        field.choices = [("", _("choose")), *reasons, (OTHER, pgettext_lazy("reason", "another reason"))]

    def full_clean(self) -> None:
        """A decision not to take somebody in has a reason."""
        if self.is_bound:
            refused = self.data.get("entered") == NOT_ENTERED
            self.fields["reason"].required = refused
            self.fields["reason_text"].required = refused and self.data.get("reason") == OTHER
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """No decision is older than the application, and none lies ahead."""
        said = self.cleaned_data
        if (day := said.get("decided_on")) and day < self.application.applied_on:
            self.add_error("decided_on", _("The decision is earlier than the application"))
        elif day and day > timezone.localdate():
            self.add_error("decided_on", _("This day has not come yet. Check the year"))
        return said

    @property
    def has_entered(self) -> bool:
        """Whether the person enters."""
        return bool(self.cleaned_data["entered"] == ENTERED)


def _now(application: Application) -> dict[str, Any]:
    decision = getattr(application, "decision", None)
    if decision is None:
        return {"decided_on": timezone.localdate()}
    return {
        "entered": ENTERED if decision.entered else NOT_ENTERED,
        "reason": decision.reason_id,
        "decided_on": decision.decided_on,
    }


class ReasonForm(Form):
    """The names of a reason that came from a spreadsheet or was typed."""

    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
