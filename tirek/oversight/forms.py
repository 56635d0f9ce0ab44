"""What overseers write: a verdict, an answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.oversight.models import Finding
from tirek.ui.forms import Form, RadioCards

_VERDICTS = [choice for choice in Finding.Verdict.choices if choice[0]]


class ReviewForm(Form):
    """What a finding was."""

    verdict = forms.ChoiceField(label=_("What was it"), choices=_VERDICTS, widget=RadioCards)
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("What was asked and answered. No names of people who are helped."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(Form):
    """Why it was opened, in words the person understands."""

    answer = forms.CharField(
        label=_("Why it was opened"),
        max_length=500,
        help_text=_("The person will read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
