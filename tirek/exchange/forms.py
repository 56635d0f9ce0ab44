"""What people type and choose on the pages of imports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tirek.agencies.reference import Named
from tirek.cases.models import EntryReason
from tirek.exchange.models import Import, WordChoice
from tirek.exchange.sheets import KINDS
from tirek.exchange.workbook import MAX_FILE
from tirek.grants.models import Category, Grant, SocialStatus
from tirek.services.actions import guess_category
from tirek.services.models import RefusalReason, ServiceKind
from tirek.ui.forms import FileDrop, Form, RadioCards

LEAVE_OUT: Final = "-"
AS_WRITTEN: Final = "new"
Matter = WordChoice.Matter
_REFERENCES: Final[Mapping[str, type[Named]]] = {
    Matter.KIND: ServiceKind,
    Matter.REFUSAL: RefusalReason,
    Matter.ENTRY: EntryReason,
    Matter.STATUS: SocialStatus,
}


class UploadForm(Form):
    """A workbook, and what to do with rows that may mean somebody known."""

    file = forms.FileField(
        label=_("Workbook (.xlsx)"),
        widget=FileDrop(attrs={"accept": ".xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
    settle = forms.ChoiceField(
        label=_("Rows that may mean somebody in the registry"),
        choices=[
            (Import.Settle.HOLD, _("Keep them: I will decide each one")),
            (Import.Settle.BEST, _("Take the best candidate")),
        ],
        initial=Import.Settle.HOLD,
        widget=RadioCards(),
    )
    grant = forms.ModelChoiceField(
        label=_("Grant, where the file has no sheet «Проект»"),
        queryset=Grant.objects.none(),
        required=False,
        empty_label=pgettext_lazy("grant of an import", "the latest one"),
    )

    def __init__(self, *args: Any, agency_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Grant.objects.filter(agency_id=agency_id).order_by("-starts_on")
        field = self.fields["grant"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mine
        if not mine.exists():
            del self.fields["grant"]

    def clean_file(self) -> Any:
        """Refuse what is too large before it is stored."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(gettext("The file is larger than 60 MB. Divide it."))
        return file


class QuestionsForm(Form):
    """What unknown headings and words mean: asked once, remembered."""

    def __init__(self, *args: Any, asked: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._headings: dict[str, tuple[str, str]] = {}
        self._words: dict[str, tuple[str, str]] = {}
        for place, (sheet, title, heading) in enumerate(asked["headings"]):
            name = f"heading_{place}"
            self._headings[name] = (sheet, heading)
            label = gettext("Sheet «%(sheet)s», column «%(heading)s»") % {"sheet": title, "heading": heading}
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[(LEAVE_OUT, gettext("do not take it in")), *_columns(sheet)]
            )
        for matter, words in asked["words"].items():
            for place, word in enumerate(words):
                name = f"{matter}_{place}"
                self._words[name] = (matter, word)
                self.fields[name] = forms.ChoiceField(
                    label=f"{Matter(matter).label}: «{word}»",
                    choices=list(_meanings(matter)),
                    initial=_usual(matter, word),
                )

    def headings(self) -> dict[tuple[str, str], str]:
        """The answers about headings, as the action takes them."""
        said = self.cleaned_data
        return {
            place: "" if said[name] == LEAVE_OUT else said[name] for name, place in self._headings.items()
        }

    def words(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The answers about words, as the action takes them."""
        answers = {}
        for name, (matter, word) in self._words.items():
            said = self.cleaned_data[name]
            if said.startswith(f"{AS_WRITTEN}:"):
                answers[matter, word] = ("", said.partition(":")[2])
            else:
                answers[matter, word] = ("" if said == AS_WRITTEN else said, "")
        return answers


def _columns(sheet: str) -> Iterator[tuple[str, str]]:
    for column in KINDS[sheet].columns:
        yield column.code, column.label


def _meanings(matter: str) -> Iterator[tuple[str, Any]]:
    """New as written, or one of the rows that stand already."""
    known = [(str(row.pk), row.name) for row in _REFERENCES[matter]._default_manager.all()]
    if matter == Matter.KIND:
        fresh = [(f"{AS_WRITTEN}:{code}", str(label)) for code, label in Category.choices]
        yield gettext("A new service, of the category"), fresh
        yield gettext("A service of the catalogue"), known
    elif matter == Matter.STATUS:
        yield AS_WRITTEN, gettext("leave the status out")
        yield from known
    else:
        yield AS_WRITTEN, gettext("a new reason, as written")
        yield from known


def _usual(matter: str, word: str) -> str:
    return f"{AS_WRITTEN}:{guess_category(word)}" if matter == Matter.KIND else AS_WRITTEN


class CommitForm(Form):
    """Write the file; rows with mistakes are left out only where that was said."""

    skip_errors = forms.BooleanField(label=_("Leave out the rows with mistakes"), required=False)
