"""What is typed to ask: «Направить» for a person, and a referral that came on paper or by phone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.access.models import Consent
from tirek.agencies.models import Agency, Worker
from tirek.linkage import DateFault, Subject, parse_date, parse_name
from tirek.people import matching
from tirek.people.models import Person
from tirek.people.registering import NewPerson
from tirek.referrals.deadlines import DAYS_TO_ANSWER, HOURS_TO_SHELTER, URGENT_DAYS
from tirek.referrals.facts import Asked, OnPaper
from tirek.referrals.models import Referral
from tirek.services.models import ServiceKind, WishOf
from tirek.services.offer_models import Offer
from tirek.services.offers import facts_of, state_of, why_not
from tirek.ui.forms import DateField, Form, RadioCards, Segments

USUAL, URGENT, TONIGHT = "usual", "urgent", "tonight"
SPEEDS: Final = [(USUAL, _("as usual")), (URGENT, _("urgent")), (TONIGHT, _("a bed tonight"))]
_SPEED_HINTS: Final[dict[str, Any]] = {
    USUAL: _("an answer in three working days"),
    URGENT: _("an answer in one working day"),
    TONIGHT: _("an answer in four hours"),
}
_CHANNEL_HINTS: Final[dict[str, Any]] = {
    "online": _("the organisation answers here"),
    "link": _("an e-mail to whoever does not log in"),
    "paper": _("printed, signed, sent"),
    "slip": _("printed for the person; goes without a consent"),
    "phone": _("told on the phone, the answer is entered here"),
}
NEW: Final = "new"
assert (DAYS_TO_ANSWER, URGENT_DAYS, HOURS_TO_SHELTER) == (3, 1, 4), "the hints say so"


class _Asking(Form):
    """What both ways of asking share: kind, need, urgency."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ModelChoiceField(ServiceKind.objects.none(), label=_("Which help"), empty_label=_("choose"))
    asked_for = forms.CharField(
        label=_("What is asked"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    speed = forms.ChoiceField(
        label=_("How soon"), choices=SPEEDS, widget=RadioCards(hints=_SPEED_HINTS), initial=USUAL
    )
    wish_of = forms.ChoiceField(
        label=_("Whose wish it is"), choices=WishOf.choices, widget=Segments, initial=WishOf.PERSON
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"id": uuid.uuid4(), **kwargs.pop("initial", {})}
        super().__init__(*args, **kwargs)
        self.choose("kind", ServiceKind.objects.filter(proposed=False).order_by("category", "name_ru"))

    def choose(self, name: str, rows: Any) -> None:
        """What a field is chosen from."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @property
    def asked_id(self) -> UUID:
        """The id planned when the form was opened: sent twice it makes one referral."""
        return self.cleaned_data["id"] or uuid.uuid4()

    def terms(self) -> dict[str, Any]:
        """What both kinds of facts share."""
        said = self.cleaned_data
        return {
            "id": self.asked_id,
            "kind": said["kind"],
            "asked_for": said["asked_for"],
            "is_urgent": said["speed"] != USUAL,
            "hours_to_answer": HOURS_TO_SHELTER if said["speed"] == TONIGHT else None,
            "wish_of": said["wish_of"],
        }


class NewForm(_Asking):
    """Ask another agency to help a person: one page."""

    to_agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Whom to ask"), empty_label=_("choose"))
    why = forms.CharField(
        label=_("Why now"),
        max_length=500,
        required=False,
        help_text=_("Read there only after they have accepted."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    channel = forms.ChoiceField(
        label=_("By which way"),
        choices=Referral.Channel.choices,
        widget=RadioCards(hints=_CHANNEL_HINTS, is_two_columns=True),
        initial=Referral.Channel.ONLINE,
    )
    contact = forms.CharField(
        label=_("Whom they may call here"),
        max_length=160,
        help_text=_("A name and an office telephone: it stands on the letter and behind the link."),
    )
    escalate_to = forms.ModelChoiceField(
        Worker.objects.none(), label=_("Who takes it up when nobody answers in time"), empty_label=None
    )
    language = forms.ChoiceField(
        label=_("Language of the consent"), choices=Consent.Language.choices, widget=Segments
    )
    operator_bin = forms.RegexField(
        r"^\d{12}$",
        label=_("BIN of our organisation"),
        required=False,
        help_text=_("Stands on the consent; it is remembered for the next one."),
        error_messages={"invalid": _("A BIN has 12 digits")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    need = forms.UUIDField(widget=forms.HiddenInput, required=False)
    anyway = forms.BooleanField(label=_("Send all the same: it was agreed with them"), required=False)
    is_doubted = False
    """The catalogue speaks against it: the worker is told before the person is sent, and may know better."""

    def __init__(self, *args: Any, agencies: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("to_agency", agencies)
        self.choose("escalate_to", colleagues)

    def judge(self, offer: Offer | None, person: Person) -> None:
        """Say what the catalogue says against it, unless the worker has read that already."""
        if offer is None or self.cleaned_data.get("anyway"):
            return
        today = timezone.localdate()
        state = state_of(offer, today)
        against = [] if state.kind == "open" else [state.words]
        against += [one.words for one in why_not(offer, facts_of(person), today) if not one.is_question]
        self.is_doubted = bool(against)
        for words in against:
            self.add_error("to_agency", words)

    def facts(
        self, person: Person, consent: UUID | None, parent: Referral | None, offer: Offer | None = None
    ) -> Asked:
        """What the action takes; how soon an answer is due the offer says, where nothing more urgent was chosen."""
        said, terms = self.cleaned_data, self.terms()
        if offer is not None:
            terms["offer"] = offer.id
            if said["speed"] == USUAL:
                terms["days_to_answer"], terms["hours_to_answer"] = (
                    offer.days_to_answer,
                    offer.hours_to_answer,
                )
        return Asked(
            **terms,
            person=person,
            to_agency=said["to_agency"],
            why=said["why"],
            channel=said["channel"],
            contact=said["contact"],
            escalate_to=said["escalate_to"].id,
            need=said["need"],
            consent=consent,
            parent=parent,
        )


class PaperForm(_Asking):
    """A referral that came on paper, on a slip or by phone: what stands on it, in the order it is read."""

    name = forms.CharField(
        label=_("Surname, given name, patronymic"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
    )
    birth = forms.CharField(
        label=_("Birth date or year"),
        max_length=20,
        required=False,
        help_text=_("For example, 21.07.1990 or 1990"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "short"}),
    )
    from_agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Who sends"), empty_label=_("choose"))
    channel = forms.ChoiceField(
        label=_("How it came"),
        choices=[one for one in Referral.Channel.choices if one[0] in ("paper", "slip", "phone")],
        widget=Segments,
        initial=Referral.Channel.PAPER,
    )
    number = forms.CharField(label=_("Number of the referral"), max_length=40, required=False)
    paper_on = DateField(label=_("Date of the referral"))
    officer = forms.CharField(label=_("Who signed it, or called"), max_length=120, required=False)

    birth_on: dt.date | None = None
    birth_year: int | None = None

    def __init__(self, *args: Any, agencies: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("from_agency", agencies)
        if person is not None:
            for name in ("name", "birth"):
                del self.fields[name]

    def clean_name(self) -> str:
        """A name has letters."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if parse_name(name).is_empty:
            raise forms.ValidationError(_("Write the name with letters"))
        return name

    def clean_birth(self) -> str:
        """Read a day or a year."""
        text = str(self.cleaned_data["birth"]).strip()
        if not text:
            return ""
        reading = parse_date(text)
        if reading.fault in (DateFault.IMPOSSIBLE, DateFault.AMERICAN, DateFault.AMBIGUOUS) or (
            reading.on is None and reading.year is None
        ):
            raise forms.ValidationError(_("Write the day as 21.07.1990, or only the year: 1990"))
        self.birth_on = reading.on
        self.birth_year = reading.on.year if reading.on else reading.year
        return text

    def clean_paper_on(self) -> dt.date:
        """A paper is not dated ahead."""
        day: dt.date = self.cleaned_data["paper_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day

    def subject(self) -> Subject:
        """The comparable form of who is named on the paper."""
        return matching.subject_of(
            name=self.cleaned_data["name"], birth_on=self.birth_on, birth_year=self.birth_year
        )

    def offer(self, people: Sequence[Person]) -> None:
        """Let the worker say whether one of these people is meant, and judge what was typed with that."""
        choices = [(str(one.id), f"{one.name} · {_born(one)}") for one in people]
        self.fields["who"] = forms.ChoiceField(
            label=_("Is it one of these people"),
            choices=[*choices, (NEW, _("somebody else"))],
            widget=RadioCards,
            error_messages={"required": _("Say whether it is one of these people")},
        )
        self.full_clean()

    def new_person(self) -> NewPerson:
        """Somebody the register does not hold."""
        return NewPerson(name=self.cleaned_data["name"], birth_on=self.birth_on, birth_year=self.birth_year)

    def facts(self, person: Person) -> OnPaper:
        """What the action takes."""
        said = self.cleaned_data
        return OnPaper(
            **self.terms(),
            person=person,
            from_agency=said["from_agency"],
            channel=said["channel"],
            number=said["number"],
            paper_on=said["paper_on"],
            officer=said["officer"],
        )


def _born(one: Person) -> str:
    return f"{one.birth_on:%d.%m.%Y}" if one.birth_on else str(one.birth_year or one)
