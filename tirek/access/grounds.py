"""On which article an agency may answer a demand for data without consent; each with the act it was read in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tirek.gate.categories import Category


@dataclass(frozen=True, slots=True)
class Article:
    """One ground."""

    code: str
    label: Promise
    source: str
    opens_health: bool


ARTICLES: Final = (
    Article(
        "pd-9-1",
        _("Law on personal data, article 9: work of law enforcement and courts"),
        "Z1300000094, 21.05.2013 № 94-V",
        opens_health=False,
    ),
    Article(
        "pd-9-rights",
        _("Law on personal data, article 9: rights to be protected when consent is impossible"),
        "Z1300000094, 21.05.2013 № 94-V",
        opens_health=False,
    ),
    Article(
        "health-273",
        _("Health Code, article 273: request of inquiry, investigation, prosecutor, advocate or court"),
        "K2000000360, 07.07.2020 № 360-VI",
        opens_health=True,
    ),
)
BY_CODE: Final = {one.code: one for one in ARTICLES}
ASKED_FOR: Final = (Category.IDENTITY, Category.CONTACT, Category.SOCIAL, Category.JUSTICE)
"""What this register can put into an extract; nothing on health stands in it yet, and a specialist's notes never do."""
