"""What people type about grants and reports."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.agencies.models import Worker
from tirek.grants.models import BudgetLine, Grant
from tirek.reports import queries, tokens
from tirek.reports.deviations import MISMATCH, PlanFact
from tirek.reports.figures import Figures
from tirek.reports.indicators import ON_PAGES_ONLY, PUBLISHED
from tirek.reports.models import Explanation, GrantReader, ReportSection
from tirek.reports.workspace import Workspace
from tirek.ui.forms import DateField, Form, Segments

_CHOOSE = gettext_lazy("Choose an article")
_LONG = 20_000
_SEVERAL_ROWS = {"rows": 7}
_MANY_ROWS = {"rows": 14}


class TengeField(forms.DecimalField):
    """A sum as people write it: 2 485 260,50 ₸."""

    def __init__(self, **options: Any) -> None:
        options |= {"max_digits": 14, "decimal_places": 2}
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(label=gettext_lazy("Sum, tenge"), widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Read the sum without its spaces and its sign."""
        if isinstance(value, str):
            value = "".join(value.replace("₸", "").split()).replace(",", ".")
        return super().to_python(value)


class GrantForm(Form):
    """A new grant."""

    title = forms.CharField(label=gettext_lazy("Name of the project"), max_length=300)
    donor = forms.CharField(label=gettext_lazy("Who gives the grant"), max_length=300, required=False)
    starts_on = DateField(label=gettext_lazy("First day"))
    ends_on = DateField(label=gettext_lazy("Last day"))
    amount = TengeField(min_value=Decimal(0))
    head = forms.CharField(label=gettext_lazy("Head of the organisation"), max_length=200, required=False)
    address = forms.CharField(
        label=gettext_lazy("Legal address and telephone"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned: dict[str, Any] = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day is before the first day"))
        return cleaned


class _WithTokens(Form):
    """Texts in both languages of the report, with live figures."""

    def __init__(self, *args: Any, figures: Figures, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.figures = figures

    def _checked(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        try:
            tokens.check(text, self.figures)
        except tokens.UnknownToken as unknown:
            raise forms.ValidationError(
                _("There is no such figure: %(tokens)s. Choose one from the list.")
                % {"tokens": ", ".join(unknown.tokens)}
            ) from unknown
        return text

    def clean_text_ru(self) -> str:
        """Every token of the Russian text is a figure."""
        return self._checked("text_ru")

    def clean_text_kk(self) -> str:
        """Every token of the Kazakh text is a figure."""
        return self._checked("text_kk")


class ExplanationForm(_WithTokens):
    """Why a fact departs from the plan."""

    text_ru = forms.CharField(
        label=gettext_lazy("Why, in Russian"),
        max_length=_LONG,
        widget=forms.Textarea(attrs=_SEVERAL_ROWS | {"lang": "ru"}),
    )
    text_kk = forms.CharField(
        label=gettext_lazy("Why, in Kazakh"),
        max_length=_LONG,
        required=False,
        widget=forms.Textarea(attrs=_SEVERAL_ROWS | {"lang": "kk"}),
    )

    def clean(self) -> dict[str, Any]:
        """What is approved stands in both languages."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "approve" in self.data and "text_kk" in cleaned and not cleaned["text_kk"]:
            self.add_error(
                "text_kk", _("The report is in two languages: write the explanation in Kazakh too")
            )
        return cleaned


class MismatchForm(ExplanationForm):
    """Why a declared figure departs from the count, and which of the two the report uses."""

    uses = forms.ChoiceField(
        label=gettext_lazy("The report uses"),
        choices=Explanation.Uses.choices,
        widget=Segments(),
        initial="counted",
    )
    field_order = ("uses", "text_ru", "text_kk")


class NarrativeForm(_WithTokens):
    """One written section of the report; it may be saved half-written."""

    text_ru = forms.CharField(
        label=gettext_lazy("In Russian"),
        max_length=_LONG,
        required=False,
        widget=forms.Textarea(attrs=_MANY_ROWS | {"lang": "ru"}),
    )
    text_kk = forms.CharField(
        label=gettext_lazy("In Kazakh"),
        max_length=_LONG,
        required=False,
        widget=forms.Textarea(attrs=_MANY_ROWS | {"lang": "kk"}),
    )

    def __init__(self, *args: Any, section: ReportSection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text_ru"].help_text = section.hint_ru
        self.fields["text_kk"].help_text = section.hint_kk


class DeclarationForm(Form):
    """A figure somebody declared by hand."""

    indicator = forms.ChoiceField(label=gettext_lazy("Which figure"))
    declared = forms.IntegerField(label=gettext_lazy("Declared"), min_value=0, max_value=2_000_000_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [(one.key, one.name) for one in (*PUBLISHED, *ON_PAGES_ONLY) if one.count is not None]
        self.fields["indicator"].choices = numbers  # type: ignore[attr-defined]


class ReallocationForm(Form):
    """Money moved between two articles."""

    source = forms.ModelChoiceField(
        label=gettext_lazy("From"), queryset=BudgetLine.objects.none(), empty_label=_CHOOSE
    )
    target = forms.ModelChoiceField(
        label=gettext_lazy("To"), queryset=BudgetLine.objects.none(), empty_label=_CHOOSE
    )
    amount = TengeField(min_value=Decimal("0.01"))
    decided_on = DateField(label=gettext_lazy("Day of the decision"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "target"):
            self.fields[name].queryset = BudgetLine.objects.filter(grant=grant)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Money moves between two different articles, and no more than was planned."""
        cleaned: dict[str, Any] = super().clean() or {}
        source, target, amount = (cleaned.get(name) for name in ("source", "target", "amount"))
        if source and source == target:
            self.add_error("target", _("Choose another article than the one the money comes from"))
        if source and amount and amount > source.planned:
            self.add_error("amount", _("More than was planned for this article"))
        return cleaned


class VersionForm(Form):
    """A version of the report: a draft, or the final one."""

    final = forms.ChoiceField(
        label=gettext_lazy("What to build"),
        choices=[("no", gettext_lazy("A draft")), ("yes", gettext_lazy("The final report"))],
        widget=Segments(),
        initial="no",
    )


class DonorChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Representatives of donors, each with the organisation."""

    def label_from_instance(self, worker: Worker) -> str:
        """The name and where it is from: two donors may each have an Akhmetov."""
        return f"{worker.name}, {worker.agency.name}"


class ReaderForm(Form):
    """To whom the figures of a grant are opened."""

    worker = DonorChoice(
        label=gettext_lazy("Representative of the donor"),
        queryset=Worker.objects.none(),
        empty_label=gettext_lazy("choose"),
        help_text=gettext_lazy(
            "Whoever holds this role in the donor's organisation. Only figures are opened."
        ),
    )

    def __init__(self, *args: Any, known: Iterable[GrantReader], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["worker"]
        field.queryset = queries.donors().exclude(pk__in=[one.worker_id for one in known])


def explanation_form(work: Workspace, line: PlanFact, posted: Any = None) -> ExplanationForm:
    """The form of a difference, filled with what was written, else with the draft from the records."""
    kind = MismatchForm if line.key.startswith(MISMATCH) else ExplanationForm
    written = line.explanation
    initial = {
        f"text_{language}": written.text(language) if written else work.draft(line, language).text
        for language in ("ru", "kk")
    }
    if written and written.uses:
        initial["uses"] = written.uses
    return kind(posted, initial=initial, figures=work.figures)
