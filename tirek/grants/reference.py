"""The state form's categories and age bands of 2017, as data with validity dates.

Source: section 2 of the final report on a state grant to a non-governmental organisation, form of 2017.
"""

from __future__ import annotations

from typing import Any, Final

SOCIAL_STATUSES: Final = (
    ("children", "дети", "балалар", "children"),
    ("youth", "молодежь", "жастар", "young people"),
    ("civil_servants", "государственные служащие", "мемлекеттік қызметшілер", "civil servants"),
    (
        "budget_workers",
        "работники бюджетных организаций",
        "бюджеттік ұйымдардың қызметкерлері",
        "workers of state-funded organisations",
    ),
    ("disabled", "инвалиды", "мүгедектігі бар адамдар", "people with disabilities"),
    ("older", "люди старшего возраста", "егде жастағы адамдар", "older people"),
    ("unemployed", "безработные", "жұмыссыздар", "unemployed people"),
    (
        "ngo",
        "представители общественных организаций",
        "қоғамдық ұйымдардың өкілдері",
        "representatives of public organisations",
    ),
    ("business", "представители бизнес-сектора", "бизнес-сектор өкілдері", "representatives of business"),
    ("other", "другие категории", "басқа санаттар", "other categories"),
)
AGE_BANDS: Final = (
    ("13-16", 13, 16),
    ("17-22", 17, 22),
    ("23-27", 23, 27),
    ("28-32", 28, 32),
    ("33-45", 33, 45),
    ("46-58", 46, 58),
    ("59+", 59, None),
)


def seed(statuses: Any, bands: Any) -> None:
    """Put the reference rows in; said twice they stand once. Takes the model classes, historical ones too."""
    for position, (code, ru, kk, en) in enumerate(SOCIAL_STATUSES):
        statuses.objects.get_or_create(
            code=code,
            valid_from=None,
            defaults={"name_ru": ru, "name_kk": kk, "name_en": en, "position": position},
        )
    for position, (code, low, high) in enumerate(AGE_BANDS):
        bands.objects.get_or_create(
            code=code, valid_from=None, defaults={"low": low, "high": high, "position": position}
        )
