"""What people type about a plan: a goal, a step, why a line leaves, the person's agreement, a review."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tirek.agencies.models import Agency
from tirek.cases.models import Need, Plan, PlanLeft, PlanLine, PlanReview, PlanVersion
from tirek.cases.plan_models import Side
from tirek.cases.planning import FIRST_REVIEW_DAYS, LineFacts
from tirek.gate.categories import Category
from tirek.ui.forms import DateField, Form, RadioCards, Segments

_SILENT_AFTER: Final = (3, 7, 14, 30)


class _LineForm(Form):
    """What goals and steps have in common."""

    use_required_attribute = False

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def line_id(self) -> uuid.UUID:
        """The id the form came with, so that what is sent twice stands once."""
        said: uuid.UUID | None = self.cleaned_data.get("id")
        return said or uuid.uuid4()


class _NeedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of needs by their own words."""

    def label_from_instance(self, obj: Need) -> str:
        """The words of the need."""
        return obj.text


class GoalForm(_LineForm):
    """A goal, and the need it answers."""

    text = forms.CharField(
        label=_("Goal"),
        max_length=300,
        help_text=_("As the person would say it: I have papers, I have work, I live with my family."),
        error_messages={"required": _("Write the goal in a few words")},
    )
    need = _NeedField(
        Need.objects.none(),
        label=_("Which need it answers"),
        required=False,
        empty_label=_("none of those noted"),
    )

    def __init__(self, *args: Any, needs: list[Need], line: PlanLine | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"id": uuid.uuid4()}
        if line is not None:
            initial = {"text": line.text, "need": line.need_id, "edition": line.version.edition}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["need"]
        assert isinstance(field, forms.ModelChoiceField)
        kept = [one.pk for one in needs] + ([line.need_id] if line and line.need_id else [])
        field.queryset = Need.objects.filter(pk__in=kept).select_related("kind")

    def facts(self) -> LineFacts:
        """What was typed; a goal is kept as its need is."""
        need: Need | None = self.cleaned_data["need"]
        return LineFacts(
            id=self.line_id(),
            text=self.cleaned_data["text"],
            need_id=need.pk if need else None,
            category=need.category if need else int(Category.SOCIAL),
        )


class StepForm(_LineForm):
    """A step: what, by when, and who does it."""

    text = forms.CharField(
        label=_("Step"),
        max_length=300,
        help_text=_("One thing that can be done: take photographs, hand in the application."),
        error_messages={"required": _("Write the step in a few words")},
    )
    due_on = DateField(label=_("By when"), error_messages={"required": _("A step has a day")})
    side = forms.ChoiceField(
        label=_("Who does it"),
        choices=Side.choices,
        widget=Segments,
        error_messages={"required": _("Say who does it")},
    )
    partner = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Which organisation"),
        required=False,
        empty_label=_("choose"),
        error_messages={"required": _("Say which organisation does it")},
    )

    def __init__(self, *args: Any, agency_id: uuid.UUID, line: PlanLine | None = None, **kwargs: Any) -> None:
        self.line = line
        initial: dict[str, Any] = {"id": uuid.uuid4()}
        if line is not None:
            initial = {name: getattr(line, name) for name in ("text", "due_on", "side")}
            initial |= {"partner": line.partner_id, "edition": line.version.edition}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Agency.objects.exclude(pk=agency_id)

    def full_clean(self) -> None:
        """Another organisation is named."""
        if self.is_bound:
            self.fields["partner"].required = self.data.get("side") == Side.OTHER
        super().full_clean()

    def clean_due_on(self) -> Any:
        """A new step lies ahead: what is over is no plan."""
        day = self.cleaned_data["due_on"]
        is_new = self.line is None or self.line.due_on != day
        if is_new and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over: a step lies ahead"))
        return day

    def facts(self) -> LineFacts:
        """What was typed."""
        said = self.cleaned_data
        partner: Agency | None = said["partner"] if said["side"] == Side.OTHER else None
        return LineFacts(
            id=self.line_id(),
            text=said["text"],
            due_on=said["due_on"],
            side=said["side"],
            partner_id=partner.pk if partner else None,
        )


class LeavingForm(Form):
    """Why a line leaves the plan."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(
        label=_("Why it leaves the plan"),
        choices=PlanLeft.Reason.choices,
        widget=RadioCards(is_two_columns=True),
        error_messages={"required": _("Choose why: a plan does not shrink in silence")},
    )
    why = forms.CharField(
        label=_("In words that the person could read"),
        max_length=300,
        error_messages={"required": _("Write why in a few words: the next version lists it")},
    )


class AgreeingForm(Form):
    """The person read the plan, or heard it, and agreed."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    agreed_how = forms.ChoiceField(
        label=_("How the person agreed"), choices=PlanVersion.Agreed.choices, widget=Segments
    )
    agreed_on = DateField(label=_("Day of the agreement"), help_text="")

    def __init__(self, *args: Any, version: PlanVersion, **kwargs: Any) -> None:
        initial = {
            "edition": version.edition,
            "agreed_on": timezone.localdate(),
            "agreed_how": PlanVersion.Agreed.SIGNED,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_agreed_on(self) -> Any:
        """Nobody agreed tomorrow."""
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Check the year"))
        return day


class ReviewForm(Form):
    """How the plan goes, when it is looked at next, and how long a silence is too long."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label=_("How it goes"),
        choices=PlanReview.Finding.choices,
        widget=RadioCards,
        error_messages={"required": _("Say how it goes")},
    )
    note = forms.CharField(
        label=_("What the two of you found"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_on = DateField(label=_("Next review"), help_text="")
    silent_after_days = forms.TypedChoiceField(
        label=_("Remind to call after so many days of silence"),
        choices=[(days, str(days)) for days in _SILENT_AFTER],
        coerce=int,
        widget=Segments,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        initial = {
            "version": plan.version,
            "next_on": timezone.localdate() + timedelta(days=FIRST_REVIEW_DAYS),
            "silent_after_days": plan.silent_after_days,
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean_next_on(self) -> Any:
        """The next review lies ahead, and not out of sight."""
        day, today = self.cleaned_data["next_on"], timezone.localdate()
        if not today < day <= today + timedelta(days=366):
            raise forms.ValidationError(_("The next review lies ahead, within a year"))
        return day


class ClosingForm(Form):
    """Why the work on a plan ends."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why the work on the plan ends"),
        max_length=300,
        help_text=_("In words that the person could read. The plan stays and can be read."),
        error_messages={"required": _("Write why in a few words")},
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": plan.version}, **kwargs)
