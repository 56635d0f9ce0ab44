"""What people type about a person: who it is, with what he or she came, what has to be corrected."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tirek.cases.actions import ApplicationFacts
from tirek.cases.models import Application, EntryReason, LegalGround
from tirek.desk.queries import Guess
from tirek.gate.installation import is_demo, is_invented
from tirek.grants.models import Grant, SocialStatus
from tirek.linkage import DateFault, NumberFault, NumberNote, Subject, check_iin, parse_date, parse_name
from tirek.people import matching
from tirek.people.models import Person, Sex
from tirek.people.queries import masked_iin
from tirek.people.registering import NewPerson
from tirek.services.queries import usual_grant
from tirek.ui.formats import short_date
from tirek.ui.forms import DateField, Form, RadioCards, Segments

NEW: Final = "new"
LATER, ENTERED, NOT_ENTERED = "", "yes", "no"

_IIN_FAULTS: Final[dict[NumberFault, str | Promise]] = {
    NumberFault.NOT_DIGITS: _("An IIN has digits only"),
    NumberFault.LENGTH: _("An IIN has 12 digits: count them again"),
    NumberFault.BIRTH_DATE: _("The first six digits of an IIN are a birth date, and these are not a date"),
    NumberFault.CENTURY: _("There is no IIN with this seventh digit"),
    NumberFault.CHECK_DIGIT: _("One digit of the IIN is wrong: the last one does not fit the others"),
    NumberFault.NEVER_ISSUED: _("No IIN with these digits was ever issued"),
}
_BIRTH_FAULTS: Final[dict[DateFault, str | Promise]] = {
    DateFault.IMPOSSIBLE: _("There is no such day. Check the day and the month"),
    DateFault.AMERICAN: _("Write the day first, then the month: 21.07.1990"),
    DateFault.AMBIGUOUS: _("Write the date with points, the day first: 05.03.1990"),
}


class IdentityForm(Form):
    """Who it is. Only the name is demanded: neither IIN nor birth date may stop anybody."""

    name = forms.CharField(
        label=_("Surname, given name, patronymic"),
        max_length=200,
        help_text=_("As in the document; Kazakh letters are welcome"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    birth = forms.CharField(
        label=_("Birth date or year"),
        max_length=20,
        required=False,
        help_text=_("For example, 21.07.1990 or 1990"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, widget=Segments, required=False)
    iin = forms.CharField(
        label=_("IIN"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )
    accept = forms.BooleanField(
        label=_("The document says so: keep both the IIN and the birth date as typed"), required=False
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    place = forms.CharField(label=_("Town or village"), max_length=120, required=False)

    birth_on: date | None = None
    birth_year: int | None = None
    has_warning = False

    def clean_name(self) -> str:
        """A name has letters."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if parse_name(name).is_empty:
            raise forms.ValidationError(gettext("Write the name with letters"))
        return name

    def clean_birth(self) -> str:
        """Read a day or a year."""
        text = str(self.cleaned_data["birth"]).strip()
        if not text:
            return ""
        reading = parse_date(text)
        if reading.fault is not None:
            unclear = _("Write the day as 21.07.1990, or only the year: 1990")
            raise forms.ValidationError(str(_BIRTH_FAULTS.get(reading.fault, unclear)))
        today = timezone.localdate()
        if (reading.on or date(reading.year or today.year, 1, 1)) > today:
            raise forms.ValidationError(gettext("This day has not come yet. Check the year"))
        self.birth_on = reading.on
        self.birth_year = reading.on.year if reading.on else reading.year
        return text

    def clean_iin(self) -> str:
        """A wrong number is an error: it would be kept for years."""
        text = str(self.cleaned_data["iin"]).strip()
        checked = check_iin(text)
        if checked.fault is None or checked.fault is NumberFault.EMPTY:
            self._refuse_the_real(checked.iin)
            return checked.iin
        raise forms.ValidationError(str(_IIN_FAULTS.get(checked.fault, checked.fault)))

    def _refuse_the_real(self, iin: str) -> None:
        if iin and not is_invented(iin) and is_demo():
            raise forms.ValidationError(
                gettext(
                    "This is a demonstration: only IINs of invented people, with the digits 99 in eighth and ninth place."
                    " Real people need an installation of their own"
                )
            )

    def clean(self) -> dict[str, Any]:
        """The law allows an IIN that tells another birth date: that is asked about, not refused."""
        said = self.cleaned_data
        if said.get("iin") and "birth" in said:
            checked = check_iin(said["iin"], self.birth_on, said.get("sex") or None)
            born_otherwise = NumberNote.BIRTH_DATE_DIFFERS in checked.notes
            if not self.birth_on and self.birth_year and checked.birth_on:
                born_otherwise = checked.birth_on.year != self.birth_year
            self.has_warning = born_otherwise or NumberNote.SEX_DIFFERS in checked.notes
            if self.has_warning and not said.get("accept"):
                self.add_error("accept", self._warning(checked.birth_on, born_otherwise))
        return said

    def _warning(self, told_on: date | None, born_otherwise: bool) -> str:
        if born_otherwise:
            text = gettext("By the IIN the birth date is %(day)s. If the document says so, tick the box")
            return text % {"day": short_date(told_on)}
        return gettext("By the IIN the sex is another. If the document says so, tick the box")

    def subject(self) -> Subject:
        """What matching compares."""
        said = self.cleaned_data
        return matching.subject_of(
            name=said["name"],
            birth_on=self.birth_on,
            birth_year=self.birth_year,
            sex=said["sex"],
            iin=said["iin"],
        )

    def person(self, id: UUID) -> NewPerson:
        """What registering takes."""
        said = self.cleaned_data
        return NewPerson(
            id=id,
            name=said["name"],
            birth_on=self.birth_on,
            birth_year=self.birth_year,
            sex=said["sex"],
            iin=said["iin"],
            phones=(said["phone"],) if said["phone"] else (),
            place=said.get("place", ""),
        )


class CorrectionForm(IdentityForm):
    """What the register shows of a person, corrected; a known IIN is not shown, only replaced by another."""

    def __init__(self, *args: Any, person: Person, known_iin: str, **kwargs: Any) -> None:
        born = short_date(person.birth_on) if person.birth_on else str(person.birth_year or "")
        super().__init__(*args, initial={"name": person.name, "birth": born, "sex": person.sex}, **kwargs)
        del self.fields["place"]
        self.fields["phone"].label = _("One more phone")
        if known_iin:
            hint = gettext("Known: %(iin)s. Type another only if this one is wrong: it takes its place")
            self.fields["iin"].help_text = hint % {"iin": masked_iin(known_iin)}


class IntakeForm(Form):
    """Whether the person is known already, and with what he or she came this time."""

    use_required_attribute = False

    person_id = forms.UUIDField(widget=forms.HiddenInput)
    application_id = forms.UUIDField(widget=forms.HiddenInput)
    further = forms.BooleanField(widget=forms.HiddenInput, required=False)
    who = forms.ChoiceField(
        label=_("Is it one of these people?"),
        widget=RadioCards,
        error_messages={"required": _("Say whether it is one of these people, or another person")},
    )
    applied_on = DateField(label=_("Day of the application"), help_text="")
    referred_by = forms.ChoiceField(label=_("Who sent the person"), choices=Application.ReferredBy.choices)
    referral_number = forms.CharField(label=_("Number of the referral"), max_length=40, required=False)
    ground = forms.ChoiceField(label=_("Ground"), required=False)
    released_on = DateField(label=_("Day of release"), required=False, help_text=_("Only if it is known"))
    social_status = forms.ModelChoiceField(
        SocialStatus.objects.none(), label=_("Social status"), required=False, empty_label=_("not said")
    )
    grant = forms.ModelChoiceField(
        Grant.objects.none(), label=_("Grant"), required=False, empty_label=_("no grant")
    )
    consent = forms.BooleanField(label=_("The person has signed the consent"), required=False)
    consent_signed_on = DateField(label=_("Day of signing"), required=False, help_text="")
    entered = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (LATER, _("Decide later")),
            (ENTERED, _("Enters the programme")),
            (NOT_ENTERED, _("Does not enter")),
        ],
        widget=Segments,
        required=False,
    )
    reason = forms.ModelChoiceField(
        EntryReason.objects.none(),
        label=_("Why not"),
        empty_label=_("choose"),
        error_messages={"required": _("Whoever does not enter is told why: choose a reason")},
    )

    def __init__(
        self, *args: Any, agency_id: UUID, found: Sequence[Guess], further: bool, **kwargs: Any
    ) -> None:
        self.agency_id = agency_id
        self.found = {str(guess.person.id): guess for guess in found if guess.person is not None}
        today = timezone.localdate()
        initial = {
            "person_id": uuid.uuid4(),
            "application_id": uuid.uuid4(),
            "who": "" if self.found else NEW,
            "applied_on": today,
            "referred_by": Application.ReferredBy.SELF,
            "grant": usual_grant(agency_id, today),
            "consent_signed_on": today,
            "entered": LATER,
            "further": further,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self._offer(today)

    def _offer(self, today: date) -> None:
        who, ground = self.fields["who"], self.fields["ground"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(ground, forms.ChoiceField)
        who.choices = [
            *((code, guess.who.name) for code, guess in self.found.items()),
            (NEW, _("Another person")),
        ]
        ground.choices = [("", _("not known")), *LegalGround.Ground.choices]
        self._rows("social_status", SocialStatus.objects.on(today))
        self._rows("grant", Grant.objects.filter(agency_id=self.agency_id).order_by("-starts_on"))
        self._rows("reason", EntryReason.objects.order_by("name_ru"))

    def _rows(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def full_clean(self) -> None:
        """Whoever does not enter is told why."""
        if self.is_bound:
            self.fields["reason"].required = self.data.get("entered") == NOT_ENTERED
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Days do not lie ahead."""
        said = self.cleaned_data
        for name in ("applied_on", "consent_signed_on"):
            if said.get(name) and said[name] > timezone.localdate():
                self.add_error(name, _("This day has not come yet. Check the year"))
        return said

    @property
    def recognised(self) -> Guess | None:
        """Whom the worker recognised; None is a new person."""
        return self.found.get(self.cleaned_data["who"])

    def facts(self, person_id: UUID) -> ApplicationFacts:
        """What the action takes."""
        said = self.cleaned_data
        return ApplicationFacts(
            id=said["application_id"],
            person_id=person_id,
            agency_id=self.agency_id,
            grant_id=said["grant"].id if said["grant"] else None,
            applied_on=said["applied_on"],
            referred_by=said["referred_by"],
            referral_number=said["referral_number"],
            social_status_id=said["social_status"].id if said["social_status"] else None,
            consent_signed_on=(said["consent_signed_on"] or said["applied_on"]) if said["consent"] else None,
            ground=said["ground"],
            released_on=said["released_on"],
            entered={ENTERED: True, NOT_ENTERED: False}.get(said["entered"]),
            decided_on=said["applied_on"],
            reason_id=said["reason"].id if said["entered"] == NOT_ENTERED else None,
        )
