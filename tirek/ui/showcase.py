"""What the style guide shows: invented people, sums and a form with every kind of field."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from tirek.ui.forms import CheckCards, Chips, DateField, FileDrop, Form, RadioCards, Segments

PLAN_AND_FACT: Final = (
    (_("People in the programme"), 30, 68),
    (_("Social package"), 30, 45),
    (_("Psychologist"), 50, 60),
    (_("Lawyer"), 40, 45),
    (_("Training and work"), 10, 8),
    (_("Documents"), 30, 4),
)

PEOPLE: Final = {
    "person": "Ахметов Ерлан Серикович",
    "other": "Оспанова Гүлнар Қайратқызы",
    "third": "Касымов Бауыржан",
    "known": "Қасымов Бауыржан Ержанұлы",
    "fourth": "Иванов Роман Ильич",
    "fifth": "Ли Анна",
    "worker": "Айгуль Смагулова",
    "officer": "Д. Петров",
}


class SampleForm(Form):
    """Every kind of field the kit has."""

    outcome = forms.ChoiceField(
        label=_("How did it go"),
        choices=[("given", _("Given")), ("declined", _("Declined")), ("absent", _("Did not come"))],
        widget=Segments(icons={"given": "user-check", "declined": "hand-stop", "absent": "user-x"}),
    )
    name = forms.CharField(
        label=_("Full name"), help_text=_("As it is written in the document"), max_length=200
    )
    born_on = DateField(label=_("Date of birth"), required=False)
    town = forms.ChoiceField(
        label=_("Town"),
        choices=[("", _("Choose")), ("oskemen", _("Oskemen")), ("ridder", _("Ridder"))],
    )
    reason = forms.ChoiceField(
        label=_("Reason of the refusal"),
        help_text=_("The person will see the reason too"),
        choices=[
            ("stock", _("No packages left")),
            ("repeat", _("Received this help already")),
            ("area", _("Not our area")),
            ("contact", _("Could not reach the person")),
        ],
        widget=RadioCards(
            hints={"stock": _("closed until the next delivery"), "repeat": _("again after six months")},
            is_two_columns=True,
        ),
    )
    needs = forms.MultipleChoiceField(
        label=_("What was done"),
        required=False,
        choices=[
            ("talk", _("Conversation")),
            ("papers", _("Documents")),
            ("escort", _("Went along to the clinic")),
        ],
        widget=Chips(),
    )
    consent = forms.MultipleChoiceField(
        label=_("Who may see it"),
        required=False,
        choices=[("clinic", _("Clinic")), ("work", _("Employment centre"))],
        widget=CheckCards(hints={"clinic": _("name and appointment"), "work": _("name and profession")}),
    )
    amount = forms.IntegerField(label=_("How many"), min_value=1, initial=1)
    workbook = forms.FileField(
        label=_("Workbook"), required=False, widget=FileDrop(attrs={"accept": ".xlsx"})
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("No diagnoses here"),
    )
    is_urgent = forms.BooleanField(label=_("Answer needed today"), required=False)


def samples() -> dict[str, Any]:
    """Return the invented figures and days of the style guide."""
    return {
        "plan_and_fact": [{"name": name, "plan": plan, "fact": fact} for name, plan, fact in PLAN_AND_FACT],
        "most": 68,
        "budget": 2485260,
        "begins_on": dt.date(2017, 7, 21),
        "ends_on": dt.date(2017, 11, 21),
        "meeting_on": dt.date(2026, 11, 25),
        "page": {"previous_query": "?before=2", "next_query": "?after=50"},
        **PEOPLE,
    }
