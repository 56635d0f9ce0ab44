"""What people type about keeping in touch: as little as a thumb can press."""

from __future__ import annotations

import uuid
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.ui.forms import DateField, Form, RadioCards, RadioChips
from tirek.visits.actions import ContactFacts
from tirek.visits.models import Contact, LostEpisode


class ContactForm(Form):
    """One attempt: the way is chosen, and the button pressed says what came of it."""

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    way = forms.ChoiceField(
        label=_("How"),
        choices=Contact.Way.choices,
        widget=RadioChips(
            icons={
                "call": "phone",
                "message": "message-circle",
                "meeting": "users",
                "home": "home",
                "work": "briefcase",
                "relative": "friends",
            }
        ),
    )
    note = forms.CharField(label=_("A word about it"), max_length=300, required=False)
    on = DateField(label=_("Day, if it was not today"), required=False, help_text="")
    outcome = forms.ChoiceField(
        choices=Contact.Outcome.choices,
        label=_("What came of it"),
        error_messages={"required": _("Press what came of it")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"id": uuid.uuid4(), "way": Contact.Way.CALL}, **kwargs)

    def clean_on(self) -> Any:
        """Nobody was reached tomorrow."""
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day

    def facts(self) -> ContactFacts:
        """What was pressed; a day without an hour stands at noon."""
        said, now = self.cleaned_data, timezone.now()
        day = said["on"]
        at = now
        if day and day != timezone.localdate():
            at = timezone.make_aware(datetime.combine(day, time(12)))
        return ContactFacts(
            id=said["id"] or uuid.uuid4(), at=at, way=said["way"], outcome=said["outcome"], note=said["note"]
        )


class LostForm(Form):
    """Why contact was lost, as far as is known."""

    reason = forms.ChoiceField(
        label=_("Why, as far as is known"),
        widget=RadioCards,
        error_messages={"required": _("Choose a reason; “nobody knows” is one")},
    )
    note = forms.CharField(
        label=_("What was tried, who may know"),
        max_length=300,
        required=False,
        help_text=_("In words that the person could read: it stands in the file after the return, too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (
                str(cause.label),
                [(one.value, one.label) for one in LostEpisode.Reason if LostEpisode.CAUSES[one] == cause],
            )
            for cause in LostEpisode.Cause
        ]


class ReturnForm(Form):
    """The person is back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("How the person came back"),
        max_length=300,
        required=False,
        help_text=_("For example: called, came to the office, met at home."),
    )
