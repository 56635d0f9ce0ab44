"""What an agency types about what it offers: the offer itself, what is left of it, and why it is closed."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.cases.models import HelpKind
from tirek.grants.models import Grant
from tirek.people.models import PaperKind, Sex
from tirek.services.eligibility import CODES
from tirek.services.models import Offer, OfferName, ServiceKind, Waiting
from tirek.services.offering import Names, OfferFacts
from tirek.services.offers import places
from tirek.services.queries import grants_of
from tirek.ui.formats import WEEKDAYS
from tirek.ui.forms import Chips, DateField, Form, RadioCards, Segments

_ASKED: Final = tuple(code for code, condition in CODES.items() if condition.takes is bool)
_VALUED: Final = tuple(code for code in CODES if code not in _ASKED)
_DAYS, _HOURS = "days", "hours"
_HINTS: Final[dict[str, Any]] = {
    Offer.Limit.STOCK: _("packages, kits: each one given lowers the number"),
    Offer.Limit.PLACES: _("beds, seats of a course: you say when one is free again"),
}


class ClockField(forms.TimeField):
    """A time of day typed as 9:00."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}, format="%H:%M"
        )
        super().__init__(
            required=False, widget=widget, input_formats=["%H:%M", "%H.%M", "%H-%M", "%H"], **options
        )


class OfferForm(Form):
    """Everything about an offer; what is left of it is said on the list, in place."""

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ModelChoiceField(
        ServiceKind.objects.none(), label=_("Kind of help"), empty_label=_("choose")
    )
    name_ru = forms.CharField(
        label=_("Name in Russian"), max_length=200, help_text=_("As people ask for it.")
    )
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    renamed_on = DateField(
        label=_("The new name stands from"),
        required=False,
        help_text=_("Papers of earlier days keep the earlier name. Leave empty to correct a mistake."),
    )
    place = forms.CharField(label=_("Town or village"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    contact = forms.CharField(
        label=_("Whom to call"),
        max_length=200,
        required=False,
        help_text=_("A post and an office number; everybody who sends people reads it."),
    )
    limit = forms.ChoiceField(
        label=_("How much there is"), choices=Offer.Limit.choices, widget=RadioCards(hints=_HINTS)
    )
    total = forms.IntegerField(
        label=_("How many in all"),
        min_value=0,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    keeps_queue = forms.BooleanField(
        label=_("There is a queue"),
        required=False,
        help_text=_("Whoever comes too late may wait for a turn."),
    )
    asked = forms.MultipleChoiceField(
        label=_("Only for somebody who"),
        choices=[(code, CODES[code].words) for code in _ASKED],
        widget=Chips,
        required=False,
    )
    age_from = forms.IntegerField(label=_("Not younger than"), min_value=1, max_value=120, required=False)
    age_to = forms.IntegerField(label=_("Not older than"), min_value=1, max_value=120, required=False)
    sex = forms.ChoiceField(
        label=_("Whom it is for"),
        choices=[("", pgettext_lazy("sex", "anybody")), *Sex.choices],
        widget=Segments,
        required=False,
    )
    only_place = forms.CharField(label=_("Lives in"), max_length=120, required=False)
    released_within = forms.IntegerField(
        label=_("Days since the release, at most"), min_value=1, max_value=3660, required=False
    )
    papers = forms.ModelMultipleChoiceField(
        PaperKind.objects.none(),
        to_field_name="code",
        label=_("Papers to bring"),
        widget=Chips,
        required=False,
    )
    papers_note = forms.CharField(label=_("Other papers"), max_length=300, required=False)
    days = forms.TypedMultipleChoiceField(
        label=_("Open on"), choices=list(enumerate(WEEKDAYS)), coerce=int, widget=Chips, required=False
    )
    opens_at = ClockField(label=_("Opens at"))
    closes_at = ClockField(
        label=_("Shuts at"), help_text=_("An earlier hour than the opening means the next morning.")
    )
    break_from = ClockField(label=_("Break from"))
    break_to = ClockField(label=_("Break to"))
    is_round_the_clock = forms.BooleanField(label=_("Round the clock"), required=False)
    works_on_holidays = forms.BooleanField(label=_("Works on holidays"), required=False)
    answered_in = forms.ChoiceField(
        label=_("A referral is answered in"),
        choices=[(_DAYS, _("working days")), (_HOURS, _("hours: a night is at stake"))],
        widget=Segments,
    )
    answer_within = forms.IntegerField(
        label=_("How many of them"),
        min_value=1,
        max_value=200,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    cost = forms.DecimalField(
        label=_("What one costs, tenge"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    grant = forms.ModelChoiceField(
        Grant.objects.none(), label=_("Paid from the grant"), required=False, empty_label=_("no grant")
    )
    fee = forms.DecimalField(
        label=_("What the person pays, tenge"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text=_("Empty: nothing."),
    )
    starts_on = DateField(label=_("Offered from"), help_text="")
    ends_on = DateField(label=_("to"), required=False, help_text="")

    def __init__(self, *args: Any, agency_id: UUID, offer: Offer | None = None, **kwargs: Any) -> None:
        self.offer = offer
        self.name = OfferName.objects.filter(offer=offer, valid_to__isnull=True).first() if offer else None
        initial = _of(offer, self.name) if offer else _usual()
        super().__init__(*args, initial=initial, **kwargs)
        self._offer("kind", ServiceKind.objects.filter(proposed=False))
        self._offer("papers", PaperKind.objects.all())
        self._offer("grant", grants_of(agency_id))
        for name in ("limit", "total") if offer else ("renamed_on",):
            del self.fields[name]

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """What runs out has a number; hours come in pairs; what ends has begun."""
        said = self.cleaned_data
        if said.get("limit", Offer.Limit.NONE) != Offer.Limit.NONE and said.get("total") is None:
            self.add_error("total", _("Say how many there are"))
        if bool(said.get("opens_at")) != bool(said.get("closes_at")):
            self.add_error("closes_at", _("Say both when it opens and when it shuts"))
        if said.get("opens_at") and not said.get("days"):
            self.add_error("days", _("Choose the days on which it is open"))
        self._check_break(said)
        if said.get("ends_on") and said.get("starts_on") and said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", _("It ends before it begins"))
        if said.get("age_from") and said.get("age_to") and said["age_to"] < said["age_from"]:
            self.add_error("age_to", _("Nobody is so old and so young at once"))
        begun = self.name.valid_from if self.name else None
        if begun and said.get("renamed_on") and said["renamed_on"] <= begun:
            self.add_error("renamed_on", _("The present name begins later: choose a later day"))
        return said

    def _check_break(self, said: dict[str, Any]) -> None:
        opens, begins, ends, shuts = (
            said.get(name) for name in ("opens_at", "break_from", "break_to", "closes_at")
        )
        if not (begins or ends):
            return
        if not (opens and begins and ends and shuts and opens < begins < ends < shuts):
            self.add_error("break_to", _("A break lies between the opening and the shutting of one day"))

    @property
    def names(self) -> Names:
        """The name in three languages."""
        said = self.cleaned_data
        return Names(ru=said["name_ru"], kk=said["name_kk"], en=said["name_en"])

    @property
    def is_renamed(self) -> bool:
        """Whether the name is another one than before."""
        return bool({"name_ru", "name_kk", "name_en"} & set(self.changed_data))

    @property
    def facts(self) -> OfferFacts:
        """What the action takes."""
        said = self.cleaned_data
        valued = {code: said["only_place" if code == "place" else code] for code in _VALUED}
        met = dict.fromkeys(said["asked"], True) | {code: value for code, value in valued.items() if value}
        conditions = [{"code": code, "value": value} for code, value in met.items()]
        is_hours = said["answered_in"] == _HOURS
        same = (
            "place", "address", "contact", "papers_note", "keeps_queue", "days", "opens_at", "closes_at", "break_from", "break_to",
            "is_round_the_clock", "works_on_holidays", "cost", "starts_on", "ends_on",
        )  # fmt: skip
        return OfferFacts(
            **{name: said[name] for name in same},
            kind_id=said["kind"].pk,
            conditions=conditions,
            papers=[paper.code for paper in said["papers"]],
            days_to_answer=None if is_hours else said["answer_within"],
            hours_to_answer=said["answer_within"] if is_hours else None,
            fee=said["fee"] or Decimal(0),
            grant_id=said["grant"].pk if said["grant"] else None,
        )


def _usual() -> dict[str, Any]:
    """What a new offer begins with."""
    return {
        "id": uuid.uuid4(),
        "limit": Offer.Limit.NONE,
        "days": list(range(5)),
        "answered_in": _DAYS,
        "answer_within": 3,
        "starts_on": timezone.localdate(),
    }


def _of(offer: Offer, name: OfferName | None) -> dict[str, Any]:
    """What an offer says now, for changing it."""
    values = {one["code"]: one["value"] for one in offer.conditions}
    same = (
        "id", "version", "place", "address", "contact", "papers", "papers_note", "keeps_queue", "days", "opens_at", "closes_at",
        "break_from", "break_to", "is_round_the_clock", "works_on_holidays", "cost", "starts_on", "ends_on",
    )  # fmt: skip
    names = {key: getattr(name, key) for key in ("name_ru", "name_kk", "name_en")} if name else {}
    return {
        **{key: getattr(offer, key) for key in same},
        **names,
        **{code: values.get(code) for code in _VALUED},
        "kind": offer.kind_id,
        "only_place": values.get("place"),
        "place": offer.place,
        "asked": [code for code in _ASKED if code in values],
        "fee": offer.fee or None,
        "grant": offer.grant_id,
        "answered_in": _HOURS if offer.is_asked_in_hours else _DAYS,
        "answer_within": offer.hours_to_answer or offer.days_to_answer,
    }


class LeftForm(Form):
    """How many are left, typed in place; `seen` is what stood there when the page was opened."""

    left = forms.IntegerField(label=_("Left"), min_value=0, max_value=1_000_000)
    total = forms.IntegerField(label=_("How many in all"), min_value=0, max_value=1_000_000)
    next_on = DateField(label=_("More on"), required=False, help_text="")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        now = {"left": offer.left, "seen": offer.left, "total": offer.total, "next_on": offer.next_on}
        super().__init__(*args, initial=now, auto_id=f"id_{offer.pk}_%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        """No more is left than there is."""
        said = self.cleaned_data
        if said.get("left") is not None and said.get("total") is not None and said["left"] > said["total"]:
            self.add_error("left", _("More is left than there is in all"))
        return said


class CloseForm(Form):
    """Why nobody is taken for now, and from when again."""

    why = forms.CharField(label=_("Why it is closed"), max_length=200)
    next_on = DateField(label=_("Open again from"), required=False, help_text="")


class LeaveForm(Form):
    """Why somebody waits no more."""

    how = forms.ChoiceField(
        label=_("Why"),
        choices=[(one.value, one.label) for one in Waiting.Ended if one != Waiting.Ended.OVER],
    )


class CatalogueFilters(Form):
    """By what the catalogue is narrowed; whatever cannot be read narrows nothing."""

    need = forms.ModelChoiceField(
        HelpKind.objects.all(),
        label=_("What is needed"),
        to_field_name="code",
        empty_label=_("any help"),
        required=False,
    )
    place = forms.ChoiceField(label=_("Where"), required=False)
    state = forms.ChoiceField(
        label=_("Places"),
        choices=[
            ("", _("all, full ones too")),
            ("open", _("only where people are taken")),
            ("now", _("only what is open now")),
            ("mine", _("what our organisation offers")),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("everywhere")), *((place, place) for place in places(timezone.localdate()))]
