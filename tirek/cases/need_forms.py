"""What people type about a need."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.cases.models import HelpKind, Need
from tirek.cases.needing import NeedFacts
from tirek.cases.needs import NeedRow, kinds_for
from tirek.cases.wishes import WishOf
from tirek.ui.forms import CheckCards, DateField, Form, RadioCards, Segments

_NOT_MET = (Need.State.DECLINED, Need.State.LAPSED)
_SAID_BY_PEOPLE = [one for one in Need.Evidence.choices if one[0] != Need.Evidence.JOURNAL]


class NeedForm(Form):
    """One need. What stands beside it, what it may wait for, are the other needs of the same person."""

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ModelChoiceField(
        HelpKind.objects.none(),
        label=_("Kind of help"),
        empty_label=_("choose"),
        error_messages={"required": _("Choose the kind of help")},
    )
    text = forms.CharField(
        label=_("What is needed, in words that the person could read"),
        max_length=300,
        help_text=_("For example: an identity card. No diagnosis and no article stand here."),
        error_messages={"required": _("Write in a few words what is needed")},
    )
    wish_of = forms.ChoiceField(
        label=_("Whose wish it is"),
        choices=WishOf.choices,
        widget=Segments,
        error_messages={"required": _("Say whose wish it is: help that nobody asked for is not taken")},
    )
    evidence = forms.ChoiceField(
        label=_("What it is known from"),
        choices=_SAID_BY_PEOPLE,
        widget=RadioCards(is_two_columns=True),
    )
    evidence_text = forms.CharField(label=_("Which paper, who said so"), max_length=300, required=False)
    noted_on = DateField(label=_("Known since"), help_text="")
    state = forms.ChoiceField(
        label=_("How it stands"), choices=Need.State.choices, widget=RadioCards(is_two_columns=True)
    )
    ended_on = DateField(label=_("Day on which it ended"), help_text="", required=False)
    ended_why = forms.CharField(
        label=_("Why it was not met"),
        max_length=300,
        required=False,
        help_text=_("«Declined for now» may change tomorrow: write what the person said."),
    )
    waits_for = forms.MultipleChoiceField(
        label=_("What must be settled first"),
        required=False,
        widget=CheckCards,
        help_text=_("Without a medical check there is no job: the job waits for the check."),
    )

    def __init__(
        self, *args: Any, others: list[NeedRow], with_health: bool, row: NeedRow | None = None, **kwargs: Any
    ) -> None:
        self.row = row
        super().__init__(*args, initial=_of(row) if row else _usual(), **kwargs)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ModelChoiceField)
        kinds.queryset = HelpKind.objects.filter(
            pk__in=[one.pk for one in kinds_for(with_health=with_health)]
        )
        waits = self.fields["waits_for"]
        assert isinstance(waits, forms.MultipleChoiceField)
        own = row.need.id if row else None
        waits.choices = [
            (str(one.need.id), one.need.text)
            for one in others
            if one.need.id != own and (not one.need.is_ended or (row and one.need in row.waits_for))
        ]
        if not waits.choices:
            del self.fields["waits_for"]
        if row is None:
            for name in ("state", "ended_on", "ended_why"):
                del self.fields[name]

    def full_clean(self) -> None:
        """What ends without being met ends for a reason."""
        if self.is_bound and "ended_why" in self.fields:
            self.fields["ended_why"].required = self.data.get("state") in _NOT_MET
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """No day lies ahead, and nothing ends before it was known."""
        said, today = self.cleaned_data, timezone.localdate()
        for name in ("noted_on", "ended_on"):
            if (day := said.get(name)) and day > today:
                self.add_error(name, _("This day has not come yet. Check the year"))
        if (ended := said.get("ended_on")) and (noted := said.get("noted_on")) and ended < noted:
            self.add_error("ended_on", _("It ended before it was known"))
        return said

    def facts(self) -> NeedFacts:
        """What was typed."""
        said = self.cleaned_data
        state = said.get("state") or Need.State.OPEN
        ended = state in Need.ENDED
        return NeedFacts(
            id=said.get("id") or uuid.uuid4(),
            kind=said["kind"],
            text=said["text"],
            wish_of=said["wish_of"],
            evidence=said["evidence"],
            evidence_text=said["evidence_text"],
            noted_on=said["noted_on"],
            state=state,
            ended_on=(said.get("ended_on") or timezone.localdate()) if ended else None,
            ended_why=said.get("ended_why", ""),
            waits_for=[UUID(one) for one in said.get("waits_for", [])],
        )


def _usual() -> dict[str, Any]:
    return {"id": uuid.uuid4(), "evidence": Need.Evidence.SAID, "noted_on": timezone.localdate()}


def _of(row: NeedRow) -> dict[str, Any]:
    need = row.need
    names = (
        "version",
        "text",
        "wish_of",
        "evidence",
        "evidence_text",
        "noted_on",
        "state",
        "ended_on",
        "ended_why",
    )
    said = {name: getattr(need, name) for name in names}
    return {**said, "kind": need.kind_id, "waits_for": [str(one.id) for one in row.waits_for]}
