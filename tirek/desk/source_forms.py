"""What is typed of a known person's sources: a name, a birth date or a sex as one of them has it, and identity papers."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tirek.desk.forms import IdentityForm
from tirek.people.models import NameKind, Paper, PaperKind, Person
from tirek.people.papers import masked_number
from tirek.people.registering import PaperFacts, Statement
from tirek.people.stating import BIRTH, NAME, SEX
from tirek.people.wording import SOURCES
from tirek.ui.forms import CheckCards, DateField, Form

BY_HAND = ("paper", "person", "agency", "file", "typed")
"""The sources a worker may name; the others are named by an import."""


def _sources() -> list[tuple[str, Any]]:
    return [(code, SOURCES[code]) for code in BY_HAND]


def _check_past(form: Form, *names: str) -> None:
    for name in names:
        if (said := form.cleaned_data.get(name)) and said > timezone.localdate():
            form.add_error(name, _("This day has not come yet. Check the year"))


def _check_order(form: Form, first: str, last: str, error: Any) -> None:
    said = form.cleaned_data
    if said.get(first) and said.get(last) and said[last] < said[first]:
        form.add_error(last, error)


class StatementForm(IdentityForm):
    """What one source says: the name as written there, of which kind and when; birth and sex where it tells them."""

    statement_id = forms.UUIDField(widget=forms.HiddenInput)
    name_kind = forms.ChoiceField(label=_("What name is it"), choices=NameKind.choices)
    name_from_on = DateField(label=_("Has had it since"), required=False, help_text="")
    name_to_on = DateField(label=_("Had it until"), required=False, help_text="")
    source = forms.ChoiceField(label=_("Who says so"), choices=_sources)
    told_by = forms.CharField(
        label=_("Which paper, organisation or file"),
        max_length=120,
        required=False,
        help_text=_("For example: marriage certificate, Ridder registry office"),
    )
    told_on = DateField(label=_("When the source said it"), required=False, help_text="")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, initial={"statement_id": uuid.uuid4(), "name": person.name}, **kwargs)
        for name in ("iin", "accept", "phone", "place"):
            del self.fields[name]
        self.fields["birth"].help_text = _("Only if the source tells it")

    def clean(self) -> dict[str, Any]:
        """Days stand in their order and do not lie ahead."""
        _check_past(self, "name_from_on", "told_on")
        _check_order(
            self, "name_from_on", "name_to_on", _("The name would end before it begins. Check both days.")
        )
        return self.cleaned_data

    def statement(self) -> Statement:
        """What the action takes."""
        said = self.cleaned_data
        return Statement(
            id=said["statement_id"],
            name=said["name"],
            name_kind=said["name_kind"],
            name_from_on=said["name_from_on"],
            name_to_on=said["name_to_on"],
            birth_on=self.birth_on,
            birth_year=self.birth_year,
            sex=said["sex"],
            source=said["source"],
            told_by=said["told_by"],
            told_on=said["told_on"],
        )


class ChooseForm(Form):
    """Which parts of what one source says are to be shown."""

    record_id = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.MultipleChoiceField(
        choices=[(NAME, _("Name")), (BIRTH, _("Birth date")), (SEX, _("Sex"))], widget=CheckCards
    )


class PaperForm(Form):
    """An identity paper: what stands on it, and where it is."""

    paper_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ModelChoiceField(PaperKind.objects.all(), label=_("What paper"), empty_label=_("choose"))
    state = forms.ChoiceField(label=_("Where it is"), choices=Paper.State.choices)
    number = forms.CharField(
        label=_("Number"),
        max_length=40,
        required=False,
        help_text=_("Kept sealed: only its end is shown"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
    )
    issued_by = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    issued_on = DateField(label=_("Issued on"), required=False, help_text="")
    expires_on = DateField(label=_("Valid until"), required=False, help_text="")
    written_name = forms.CharField(
        label=_("Name as the paper has it"),
        max_length=200,
        required=False,
        help_text=_("The person is found by it too"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    name_kind = forms.ChoiceField(label=_("What name is it"), choices=NameKind.choices, required=False)
    written_birth_on = DateField(label=_("Birth date as the paper has it"), required=False, help_text="")
    source = forms.ChoiceField(label=_("Who says so"), choices=_sources)
    told_by = forms.CharField(label=_("Which paper, organisation or file"), max_length=120, required=False)

    def __init__(self, *args: Any, paper: Paper | None = None, number: str = "", **kwargs: Any) -> None:
        initial: dict[str, Any] = {"paper_id": uuid.uuid4(), "source": "paper"}
        if paper is not None:
            names = ("state", "issued_by", "issued_on", "expires_on", "source", "told_by")
            initial = {name: getattr(paper, name) for name in names}
            initial |= {"paper_id": paper.id, "kind": paper.kind_id}
        super().__init__(*args, initial=initial, **kwargs)
        if paper is not None:
            for name in ("written_name", "name_kind", "written_birth_on"):
                del self.fields[name]
            if number:
                hint = gettext(
                    "Known: %(number)s. Type another only if this one is wrong: it takes its place"
                )
                self.fields["number"].help_text = hint % {"number": masked_number(number)}

    def clean(self) -> dict[str, Any]:
        """Days stand in their order, and a birth date on the paper belongs to a name on it."""
        _check_past(self, "issued_on", "written_birth_on")
        _check_order(
            self, "issued_on", "expires_on", _("It would run out before it was issued. Check both days.")
        )
        said = self.cleaned_data
        if said.get("written_birth_on") and not said.get("written_name"):
            self.add_error("written_name", _("Write the name that stands beside the birth date"))
        return said

    def facts(self) -> PaperFacts:
        """What the actions take."""
        said = self.cleaned_data
        return PaperFacts(
            id=said["paper_id"],
            kind_id=said["kind"].id,
            state=said["state"],
            number=said["number"],
            issued_by=said["issued_by"],
            issued_on=said["issued_on"],
            expires_on=said["expires_on"],
            source=said["source"],
            told_by=said["told_by"],
            written=self._written(said),
        )

    def _written(self, said: dict[str, Any]) -> Statement | None:
        if not said.get("written_name"):
            return None
        return Statement(
            name=said["written_name"],
            name_kind=said["name_kind"] or NameKind.CURRENT,
            birth_on=said["written_birth_on"],
            source="paper",
            told_by=said["issued_by"],
            told_on=said["issued_on"],
        )
