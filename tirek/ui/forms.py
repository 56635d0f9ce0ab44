"""Forms in the look of the kit: label, hint, control and error of every field, days typed as дд.мм.гггг."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import ChoiceWidget
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tirek.ui.formats import UnreadableDay, read_day

OURS: Final = {
    "django/forms/widgets/radio.html": "ui/forms/options.html",
    "django/forms/widgets/checkbox_select.html": "ui/forms/options.html",
    "django/forms/errors/list/default.html": "ui/forms/errors.html",
}
"""Templates of Django whose place ours take."""


class Renderer(DjangoTemplates):
    """Render every form of the project, allauth's too, with the templates of the kit."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "ui/forms/formset.html"

    def get_template(self, template_name: str) -> Any:
        """Find a template, ours before Django's."""
        return super().get_template(OURS.get(template_name, template_name))


class DateInput(forms.DateInput):
    """A plain text field for a day; a script adds a small calendar beside it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        words = {
            "data-date": True,
            "data-open-label": _("Choose a day"),
            "data-previous-label": _("Previous month"),
            "data-next-label": _("Next month"),
            "data-previous-year-label": _("Previous year"),
            "data-next-year-label": _("Next year"),
        }
        typing = {"inputmode": "numeric", "autocomplete": "off", "class": "short"}
        super().__init__(attrs={**words, **typing, **(attrs or {})}, format="%d.%m.%Y")


class DateField(forms.DateField):
    """A day typed as day, month, year, with the reason in words when it cannot be read."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("For example, 21.07.2017"))
        super().__init__(**options)

    def to_python(self, value: object) -> dt.date | None:
        """Read the day; ISO 8601 is taken too, for links and programs."""
        if value in self.empty_values:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            pass
        try:
            return read_day(str(value))
        except UnreadableDay as unreadable:
            raise ValidationError(str(unreadable), code="invalid") from unreadable


class _Described(ChoiceWidget):
    """Choices that may carry a hint, an icon and a mark each, by value."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, Any] | None = None,
        icons: Mapping[str, str] | None = None,
        marks: Mapping[str, str] | None = None,
        is_two_columns: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.icons = dict(icons or {})
        self.marks = dict(marks or {})
        self.is_two_columns = is_two_columns

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the hint and the icon of this choice, and the mark by which parts of a form depend on it."""
        option = super().create_option(name, value, *args, **kwargs)
        own = {"hint": self.hints, "icon": self.icons, "mark": self.marks}
        return option | {key: said.get(str(value), "") for key, said in own.items()}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template how the choices stand."""
        context = super().get_context(name, value, attrs)
        context["widget"]["is_two_columns"] = self.is_two_columns
        return context


class RadioCards(_Described, forms.RadioSelect):
    """One of several, each a card with room for a hint."""

    template_name = "ui/forms/options.html"


class Segments(_Described, forms.RadioSelect):
    """One of two to four, side by side, for the thumb."""

    template_name = "ui/forms/segments.html"


class CheckCards(_Described, forms.CheckboxSelectMultiple):
    """Any of several, each a card with room for a hint."""

    template_name = "ui/forms/options.html"


class Chips(_Described, forms.CheckboxSelectMultiple):
    """Any of several short words."""

    template_name = "ui/forms/chips.html"


class RadioChips(_Described, forms.RadioSelect):
    """One of several short words, for the thumb."""

    template_name = "ui/forms/chips.html"


class FileDrop(forms.FileInput):
    """A file, chosen or dropped on the box."""

    template_name = "ui/forms/file_drop.html"


class Form(forms.Form):
    """The form others start from: no colon after labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def count_anew(self, name: str, value: int) -> None:
        """Let the hidden version say how the row stands now, and keep all that was typed."""
        assert isinstance(self.data, QueryDict)
        typed = self.data.copy()
        typed[name] = str(value)
        self.data = typed
