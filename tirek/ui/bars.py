"""Bars as inline SVG with attributes only, for the content policy allows no style of their own."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tirek.ui.formats import Number

HIDDEN = SafeString('aria-hidden="true"')


def share(value: Number, whole: Number) -> str:
    """Return a value as a percentage of the whole, kept between 0 and 100, ready for an SVG attribute."""
    if not whole:
        return "0%"
    return f"{min(max(Decimal(str(value)) / Decimal(str(whole)) * 100, Decimal(0)), Decimal(100)):.1f}%"


def bullet(
    plan: Number | None, fact: Number | None, most: Number | None = None, label: str = ""
) -> SafeString:
    """Draw the fact as a bar and the plan as a mark across it, on a scale up to the most."""
    planned, done = plan or 0, fact or 0
    whole = most or max(planned, done)
    below = " below" if done < planned else ""
    described = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    mark = share(planned, whole)
    plan_mark = (
        format_html('<line class="plan" x1="{}" x2="{}" y1="2" y2="22"></line>', mark, mark) if plan else ""
    )
    return format_html(
        '<svg class="bullet{}" {} focusable="false"><rect class="track" width="100%" y="4" height="16" rx="4">'
        '</rect><rect class="fact" width="{}" y="4" height="16" rx="4"></rect>{}</svg>',
        below,
        described,
        share(done, whole),
        plan_mark,
    )
