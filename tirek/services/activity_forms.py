"""What people type about community activities."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.grants.models import Grant
from tirek.services.queries import grants_of
from tirek.ui.forms import DateField, Form


class ActivityForm(Form):
    """Something to propose."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What to do together"), max_length=200, help_text=_("For example, a football match.")
    )
    with_whom = forms.CharField(label=_("Together with"), max_length=200, required=False)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    grant = forms.ModelChoiceField(
        Grant.objects.none(), label=_("Paid from the grant"), required=False, empty_label=_("no grant")
    )

    def __init__(self, *args: Any, agency_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, initial={"id": uuid.uuid4()}, **kwargs)
        grant = self.fields["grant"]
        assert isinstance(grant, forms.ModelChoiceField)
        grant.queryset = grants_of(agency_id)


class ChooseForm(Form):
    """Which version of the activity was seen when the step was taken."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(ChooseForm):
    """When it was held, and how many came."""

    held_on = DateField(label=_("Day"), help_text="", initial=timezone.localdate)
    came = forms.IntegerField(label=_("How many people came"), min_value=0, max_value=100_000)

    def clean_held_on(self) -> Any:
        """Nothing was held on a day that has not come."""
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet. Check the year"))
        return day


class DropForm(ChooseForm):
    """Why it will not be held."""

    why = forms.CharField(label=_("Why it is not held"), max_length=300)


class WishForm(Form):
    """What people asked for instead, in their words and without names."""

    text = forms.CharField(
        label=_("In their words, without names"),
        max_length=300,
        help_text=_("For example: just the cinema, without the library."),
    )
    people = forms.IntegerField(label=_("How many said so"), min_value=1, max_value=100_000, initial=1)
