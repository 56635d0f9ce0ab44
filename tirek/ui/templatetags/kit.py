"""The kit in templates: icons, bars, form controls, and one way to write days, sums and numbers."""

import datetime as dt
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tirek.ui import bars, formats, pages
from tirek.ui import frame as framing
from tirek.ui.addresses import address_of
from tirek.ui.formats import Number
from tirek.ui.navigation import person_sections

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=500)  # a page shows dozens, and the sprite's address stays the same as long as the process
def icon(name: str, css_class: str = "") -> SafeString:
    """Show an icon of the sprite, hidden from screen readers: the word beside it speaks."""
    classes = f"icon {css_class}".strip()
    sprite = static("icons.svg")
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        sprite,
        name,
    )


@register.filter
def at(id: UUID, name: str) -> str:
    """Return the address of a page about one thing; `url` does the same for any page, but takes longer."""
    return address_of(name, id)


@register.simple_tag(takes_context=True)
def frame(context: template.Context, name: str) -> SafeString:
    """Show a part of the frame that stands around every page."""
    address, token = context["request"].get_full_path(), str(context["csrf_token"])
    section = str(context.get("nav", ""))
    return framing.part(name, context["shell"], section, token=token, address=address)


@register.inclusion_tag("ui/person_tabs.html", takes_context=True)
def person_tabs(context: template.Context, person_id: UUID, here: str) -> dict[str, Any]:
    """Show the sections of a person's file that open to whoever reads; `here` is the key of this one."""
    return {"tabs": person_sections(context["request"], person_id), "here": here}


@register.simple_tag
def bullet(
    plan: Number | None, fact: Number | None, most: Number | None = None, label: str = ""
) -> SafeString:
    """Draw plan and fact as one bar."""
    return bars.bullet(plan, fact, most, label)


@register.simple_tag
def percent_deviation(plan: Number | None, fact: Number | None) -> str:
    """Write by how many per cent the fact departs from the plan."""
    return formats.percent_deviation(plan, fact)


@register.simple_tag
def deviation_tone(plan: Number | None, fact: Number | None) -> str:
    """Name the tone of a deviation: less than planned warns, more than planned informs, near the plan is well."""
    share = formats.deviation(plan, fact)
    if share is None:
        return ""
    if share < -25:
        return "bad"
    if share < -10:
        return "warn"
    return "info" if share > 25 else "ok"


@register.simple_tag
def period(begins_on: dt.date | None, ends_on: dt.date | None) -> str:
    """Write a period."""
    return formats.period(begins_on, ends_on)


@register.filter
def d(value: dt.date | None) -> str:
    """Write a day as 21.07.2017."""
    return formats.short_date(value)


@register.filter
def day(value: dt.date | None) -> str:
    """Write a day in words without the year."""
    return formats.day(value)


@register.filter
def day_of_year(value: dt.date | None) -> str:
    """Write a day in words with the year."""
    return formats.day(value, year=True)


@register.filter
def month(value: dt.date | None) -> str:
    """Write a month and its year."""
    return formats.month(value)


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a moment with hours and minutes."""
    return formats.moment(value)


@register.filter
def number(value: Number | None, places: int = 0) -> str:
    """Write a number in groups of three."""
    return formats.number(value, places)


@register.filter
def tenge(value: Number | None) -> str:
    """Write a sum in tenge."""
    return formats.tenge(value)


@register.filter
def percent(value: Number | None, places: int = 0) -> str:
    """Write a share already counted in per cent."""
    return formats.percent(value, places)


@register.filter
def initials(name: object) -> str:
    """Return the two letters for the picture beside a name."""
    return formats.initials(str(name))


@register.filter
def short_name(name: object) -> str:
    """Shorten a full name to surname and initials."""
    return formats.short_name(str(name))


@register.filter
def undo_url(extra_tags: str | None) -> str:
    """Return the address that takes back the deed a message tells of."""
    return pages.undo_url_of(extra_tags)


@register.filter
def control(field: BoundField) -> SafeString:
    """Render the control of a field with the class its kind has in the kit."""
    attrs: dict[str, Any] = {"class": control_class(field)}
    if field.field.widget.attrs.get("placeholder") == field.label:
        attrs["placeholder"] = False
    return field.as_widget(attrs=attrs)


def control_class(field: BoundField) -> str:
    """Name the class of a control, keeping the one its form gave."""
    own: Any = field.field.widget.attrs.get("class", "")
    kinds = {
        "textarea": "input area",
        "select": "input select",
        "selectmultiple": "input",
        "checkbox": "",
        "filedrop": "",
    }
    return f"{kinds.get(field.widget_type, 'input')} {own}".strip()
