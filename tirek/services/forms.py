"""What people type about a service: what was asked, how it ended, and names to be checked."""

from __future__ import annotations

import uuid
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.agencies.models import Agency
from tirek.cases.models import HelpKind
from tirek.grants.models import Category, Grant
from tirek.services.actions import Ending, ServiceFacts
from tirek.services.endings import LOOKS
from tirek.services.models import (
    LegalTopic,
    LostContact,
    Offer,
    RefusalReason,
    Service,
    ServiceKind,
    Taken,
    WishOf,
)
from tirek.services.offers import own_offers
from tirek.services.queries import ended_as, grants_of, kinds_by_use, providers, usual_grant
from tirek.ui.forms import CheckCards, DateField, Form, RadioCards, Segments

_AT_A_GLANCE: Final = 6
OTHER: Final = "other"
_DETAILED: Final = (Ending.REFUSED, Ending.DECLINED, Ending.NO_SHOW, Ending.LOST_CONTACT)

_HINTS: Final[dict[str, Any]] = {
    Ending.REFUSED: _("the agency asked said no, with a reason"),
    Ending.DECLINED: _("he or she does not want it now"),
    Ending.LOST_CONTACT: _("cannot be found any more"),
    Ending.UNMET: _("the wish is kept as unmet demand"),
}


class ServiceForm(Form):
    """One line of the journal. Every panel may be filled; only the one of the chosen ending counts."""

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("What"), widget=RadioCards(is_two_columns=True))
    other_kind = forms.ChoiceField(
        label=_("Another kind of service"), error_messages={"required": _("Choose the kind of service")}
    )
    topics = forms.ModelMultipleChoiceField(
        LegalTopic.objects.none(), label=_("What the legal help was about"), widget=CheckCards, required=False
    )
    ending = forms.ChoiceField(label=_("How it ended"), widget=RadioCards(hints=_HINTS, is_two_columns=True))
    reason = forms.ChoiceField(
        label=_("Reason of the refusal"),
        error_messages={"required": _("A refusal has a reason: choose it or write another one")},
    )
    reason_text = forms.CharField(
        label=_("Another reason, in your own words"),
        max_length=200,
        help_text=_("It joins the list after somebody has checked it."),
        error_messages={"required": _("Write the reason in a few words")},
    )
    letter = forms.CharField(label=_("Number of the letter"), max_length=60, required=False)
    cause = forms.ChoiceField(
        label=_("Why contact was lost"), choices=LostContact.Cause.choices, widget=RadioCards, required=False
    )
    wish = forms.CharField(
        label=_("What the person would have liked"),
        max_length=300,
        help_text=_(
            "For example, a course for welders. Wishes are counted and shown to those who plan courses."
        ),
        error_messages={
            "required": _("Write what the person would have liked, so that the wish is not lost")
        },
    )
    detail = forms.CharField(label=_("What happened"), max_length=300, required=False)
    happened_on = DateField(label=_("Day"), help_text="")
    wish_of = forms.ChoiceField(
        label=_("Whose wish it was"), choices=WishOf.choices, widget=Segments, required=False
    )
    provider = forms.ModelChoiceField(Agency.objects.none(), label=_("Who gives it"), empty_label=None)
    grant = forms.ModelChoiceField(
        Grant.objects.none(), label=_("Paid from the grant"), required=False, empty_label=_("no grant")
    )
    offer = forms.ModelChoiceField(
        Offer.objects.none(),
        label=_("Taken from"),
        required=False,
        empty_label=_("what we offer of this kind"),
        help_text=_("What is given goes from the stock of our organisation."),
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, agency_id: UUID, service: Service | None = None, **kwargs: Any) -> None:
        self.agency_id, self.service = agency_id, service
        initial = _of(service) if service else self._usual()
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self._offer_kinds()
        self._offer_endings()
        reasons = [(str(reason.id), reason.name) for reason in RefusalReason.objects.all()]
        another = (OTHER, pgettext_lazy("reason", "another reason"))
        self._choice("reason").choices = [("", _("choose")), *reasons, another]
        self._model_choice("provider").queryset = providers()
        self._model_choice("topics").queryset = LegalTopic.objects.all()
        self._model_choice("offer").queryset = own_offers(agency_id, timezone.localdate())
        self._model_choice("grant").queryset = grants_of(agency_id)

    def _usual(self) -> dict[str, Any]:
        today = timezone.localdate()
        return {
            "id": uuid.uuid4(),
            "ending": Ending.GIVEN,
            "cause": LostContact.Cause.UNKNOWN,
            "happened_on": today,
            "wish_of": WishOf.PERSON,
            "provider": self.agency_id,
            "grant": usual_grant(self.agency_id, today),
        }

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def _model_choice(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def _offer_kinds(self) -> None:
        """The kinds typed most of late as cards, the others behind one more card.

        Any kind is taken wherever it was chosen: the order may have changed since the form was opened.
        """
        by_use = kinds_by_use(self.agency_id)
        kinds = [(str(kind.id), kind.name) for kind in by_use]
        glance, rest = kinds[:_AT_A_GLANCE], kinds[_AT_A_GLANCE:]
        if len(rest) <= 1:
            glance, rest = kinds, []
        chosen = str(self.data.get("kind") or self.initial.get("kind", ""))
        glance += [one for one in rest if one[0] == chosen]
        another = (OTHER, pgettext_lazy("kind of service", "another kind"))
        first, second = self._choice("kind"), self._choice("other_kind")
        first.choices = [*kinds, another]
        first.widget.choices = [*glance, another] if rest else glance
        first.widget.marks = {str(kind.id): kind.category for kind in by_use}
        second.choices = [("", _("choose")), *kinds]
        second.widget.choices = [("", _("choose")), *sorted(rest, key=lambda one: one[1])]
        self.has_other_kinds = bool(rest)

    def _offer_endings(self) -> None:
        offered: list[Ending] = [ending for ending in Ending if ending is not Ending.OPEN]
        if self.initial.get("ending") == Ending.OPEN:
            offered.append(Ending.OPEN)
        field = self._choice("ending")
        field.choices = [(str(ending), LOOKS[ending].choice) for ending in offered]
        field.widget.icons = {str(ending): LOOKS[ending].icon for ending in offered}

    def full_clean(self) -> None:
        """Demand only what the chosen kind and ending need."""
        if self.is_bound:
            ending, refused = self.data.get("ending"), self.data.get("ending") == Ending.REFUSED
            self.fields["other_kind"].required = self.data.get("kind") == OTHER
            self.fields["reason"].required = refused
            self.fields["reason_text"].required = refused and self.data.get("reason") == OTHER
            self.fields["wish"].required = ending == Ending.UNMET
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Nothing is recorded ahead of time."""
        said = self.cleaned_data
        if (day := said.get("happened_on")) and day > timezone.localdate():
            self.add_error("happened_on", _("This day has not come yet. Check the year"))
        return said

    @property
    def new_reason(self) -> str:
        """The reason in the worker's own words, where none of the list fits."""
        said = self.cleaned_data
        wanted = said["ending"] == Ending.REFUSED and said["reason"] == OTHER
        return str(said["reason_text"]).strip() if wanted else ""

    def facts(self, person_id: UUID, *, reason_id: int | None = None) -> ServiceFacts:
        """What the action takes; `reason_id` is the one just named in the worker's own words."""
        said = self.cleaned_data
        ending = Ending(said["ending"])
        refused, lost = ending is Ending.REFUSED, ending is Ending.LOST_CONTACT
        coded = int(said["reason"]) if refused and said["reason"] != OTHER else None
        return ServiceFacts(
            id=self.service.id if self.service else said["id"] or uuid.uuid4(),
            person_id=person_id,
            agency_id=self.agency_id,
            grant_id=said["grant"].id if said["grant"] else None,
            kind_id=int(said["other_kind"] if said["kind"] == OTHER else said["kind"]),
            provider_id=said["provider"].id,
            happened_on=said["happened_on"],
            number=self.service.number if self.service else None,
            wish_of=said["wish_of"],
            note=said["note"],
            ending=ending,
            reason_id=reason_id or coded,
            detail=said["detail"] if ending in _DETAILED else "",
            letter=said["letter"] if refused else "",
            wish=said["wish"] if ending is Ending.UNMET else "",
            cause=said["cause"] or LostContact.Cause.UNKNOWN if lost else LostContact.Cause.UNKNOWN,
            offer_id=said["offer"].pk if said["offer"] and ending is Ending.GIVEN else None,
            topics=self._topics(),
        )

    def _topics(self) -> tuple[int, ...]:
        """What legal help was about; of any other help nothing."""
        said = self.cleaned_data
        kind = ServiceKind.objects.get(pk=said["other_kind"] if said["kind"] == OTHER else said["kind"])
        return tuple(topic.pk for topic in said["topics"]) if kind.category == Category.LEGAL else ()


def _of(service: Service) -> dict[str, Any]:
    """What a line says now, for correcting it."""
    ended = ended_as(service)
    return {
        "id": service.id,
        "kind": service.kind_id,
        "ending": ended.ending,
        "reason": ended.reason_id,
        "letter": ended.letter,
        "detail": ended.detail,
        "cause": ended.cause or LostContact.Cause.UNKNOWN,
        "wish": ended.wish,
        "happened_on": service.happened_on,
        "wish_of": service.wish_of,
        "provider": service.provider_id,
        "grant": service.grant_id,
        "note": service.note,
        "offer": Taken.objects.filter(pk=service.pk).values_list("offer", flat=True).first(),
        "topics": list(service.topics.values_list("topic", flat=True)),
    }


class JournalFilters(Form):
    """By what the journal is narrowed; whatever cannot be read narrows nothing."""

    kind = forms.ModelChoiceField(
        ServiceKind.objects.none(), label=_("Kind"), required=False, empty_label=_("all kinds")
    )
    ending = forms.ChoiceField(label=_("Ending"), required=False)
    since = DateField(label=_("From"), required=False, help_text="")
    until = DateField(label=_("To"), required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind, ending = self.fields["kind"], self.fields["ending"]
        assert isinstance(kind, forms.ModelChoiceField)
        assert isinstance(ending, forms.ChoiceField)
        kind.queryset = ServiceKind.objects.all()
        ending.choices = [("", _("all endings")), *((code, look.choice) for code, look in LOOKS.items())]


class KindForm(Form):
    """The names and the category of a kind that came from a spreadsheet."""

    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    help_kind = forms.ModelChoiceField(
        HelpKind.objects.all(),
        label=_("Which need it answers"),
        required=False,
        empty_label=_("as the category says"),
    )


class ReasonForm(Form):
    """The names of a reason that came from a spreadsheet or was typed."""

    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200)
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=200, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
