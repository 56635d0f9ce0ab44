"""What is typed on the pages of access."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.access.grounds import ARTICLES, ASKED_FOR
from tirek.access.models import AccessRequest, Consent, Emergency, ErasureRequest, Purpose
from tirek.access.policies import SHORTEST_REASON
from tirek.access.queries import receivers
from tirek.agencies.models import Agency
from tirek.gate.categories import Category
from tirek.ui.forms import CheckCards, DateField, Form, RadioCards, Segments

_USUAL_TERM: Final = timedelta(days=365)
_HINTS: Final[dict[str, Any]] = {
    str(int(Category.CONTACT)): _("phone, address, locality, trusted person"),
    str(int(Category.SOCIAL)): _("needs, plan, services, training, work"),
    str(int(Category.JUSTICE)): _("ground of the application, sentence, supervision"),
}


def _named(categories: Any) -> list[tuple[str, Any]]:
    return [(str(int(one)), Category(one).label) for one in categories]


class ConsentForm(Form):
    """A consent to be printed: to whom, what, for what and until when. The name is always part of it."""

    receiver = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Who will see it"), empty_label=_("choose")
    )
    categories = forms.MultipleChoiceField(
        label=_("What will be seen beside the name"),
        choices=_named((Category.CONTACT, Category.SOCIAL, Category.JUSTICE)),
        widget=CheckCards(hints=_HINTS),
        required=False,
    )
    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=Consent.Language.choices, widget=Segments
    )
    starts_on = DateField(label=_("From"), help_text="")
    ends_on = DateField(label=_("Until"), help_text="")
    operator_bin = forms.RegexField(
        r"^\d{12}$",
        label=_("BIN of our organisation"),
        help_text=_("The law wants it on the paper; it is remembered for the next one."),
        error_messages={"invalid": _("A BIN has 12 digits")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )

    def __init__(
        self, *args: Any, agency_id: UUID, health: bool, bin_before: str, language: str, **kwargs: Any
    ) -> None:
        today = timezone.localdate()
        initial = {
            "starts_on": today,
            "ends_on": today + _USUAL_TERM,
            "operator_bin": bin_before,
            "language": language if language in Consent.Language.values else Consent.Language.RU,
            "purpose": Purpose.TREATMENT if health else Purpose.SUPPORT,
            "categories": [str(int(Category.SOCIAL))],
        }
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        receiver = self.fields["receiver"]
        assert isinstance(receiver, forms.ModelChoiceField)
        receiver.queryset = receivers(agency_id, health=health)
        self.is_health = health
        if health:
            del self.fields["categories"]

    def clean(self) -> dict[str, Any]:
        """An end before the start is said beside the end."""
        said = self.cleaned_data
        starts, ends = said.get("starts_on"), said.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The consent would end before it begins. Check both days."))
        elif ends and ends < timezone.localdate():
            self.add_error("ends_on", _("This day is over: the consent would open nothing"))
        return said

    @property
    def chosen(self) -> list[int]:
        """The categories, as numbers."""
        return (
            [int(Category.HEALTH)]
            if self.is_health
            else [int(one) for one in self.cleaned_data["categories"]]
        )


class ReceivedForm(Form):
    """The paper came back signed."""

    signed_on = DateField(label=_("Day of the signature"), help_text="")

    def clean_signed_on(self) -> date:
        """Nobody signs tomorrow."""
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day


class WhoForm(Form):
    """Who is looked for at other agencies, as it was typed at the counter."""

    name = forms.CharField(label=_("Surname, name, patronymic"), max_length=200)
    birth_on = DateField(label=_("Birth date"), required=False)
    iin = forms.CharField(label=_("IIN"), max_length=14, required=False)


class AskForm(WhoForm):
    """Ask for access: what for, and a word to whoever answers."""

    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose.choices)
    note = forms.CharField(
        label=_("A word to the other organisation"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefuseForm(Form):
    """Why no access is given."""

    refusal = forms.ChoiceField(label=_("Why"), choices=AccessRequest.Refusal.choices, widget=RadioCards)


class EmergencyForm(WhoForm):
    """One category of one person, for a reason somebody else will judge."""

    category = forms.ChoiceField(label=_("What has to be seen"), widget=RadioCards)
    reason = forms.CharField(
        label=_("What has happened"),
        min_length=SHORTEST_REASON,
        max_length=500,
        help_text=_("Somebody else will read and judge it within two working days."),
        error_messages={"min_length": _("Write at least 20 letters: what happened and what you need")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, categories: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _named(categories)


class ReviewForm(Form):
    """Whether an emergency was one."""

    verdict = forms.ChoiceField(
        label=_("Was it needed"), choices=Emergency.Verdict.choices, widget=RadioCards
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ProtectionForm(Form):
    """Propose to protect a person, or to open one again."""

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class LegalForm(Form):
    """A document that demands the data of one person."""

    number = forms.CharField(label=_("Number of the document"), max_length=60)
    document_on = DateField(label=_("Date of the document"), help_text="")
    requester = forms.CharField(label=_("Who demands"), max_length=200)
    signer = forms.CharField(label=_("Who signed the document"), max_length=200)
    article = forms.ChoiceField(
        label=_("On which article"), choices=[(one.code, one.label) for one in ARTICLES], widget=RadioCards
    )
    categories = forms.MultipleChoiceField(
        label=_("What is demanded"), choices=_named(ASKED_FOR), widget=CheckCards
    )

    def clean_document_on(self) -> date:
        """A document is not dated ahead."""
        day: date = self.cleaned_data["document_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day


class ErasureForm(Form):
    """Why somebody is to be erased, and since when the day counts."""

    ground = forms.ChoiceField(label=_("Why"), choices=ErasureRequest.Ground.choices, widget=RadioCards)
    asked_on = DateField(
        label=_("Day of the request, or of the end of the term"),
        help_text=_("The law gives one working day from it."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_asked_on(self) -> date:
        """Nobody asks tomorrow."""
        day: date = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day


class HoldForm(Form):
    """What the law holds, and until when."""

    ground = forms.CharField(
        label=_("Which document or article holds it"),
        max_length=200,
        help_text=_("For instance: ruling of a court, number and date"),
    )
    until = DateField(label=_("Until"), required=False, help_text=_("Empty: until somebody lifts it."))

    def clean_until(self) -> date | None:
        """A hold that is over holds nothing."""
        day: date | None = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over: the hold would hold nothing"))
        return day
