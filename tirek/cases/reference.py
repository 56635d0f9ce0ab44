"""Coded reasons why somebody who applied did not enter the programme."""

from __future__ import annotations

from typing import Any, Final

ENTRY_REASONS: Final = (
    (
        "no_training",
        "нет подходящей программы обучения",
        "қолайлы оқу бағдарламасы жоқ",
        "no suitable training programme",
    ),
    (
        "not_in_hardship",
        "не в трудной жизненной ситуации",
        "өмірлік қиын жағдайда емес",
        "not in a difficult life situation",
    ),
    ("changed_mind", "отказался пока", "әзірге бас тартты", "declined for now"),
)


def seed(reasons: Any) -> None:
    """Put the reference rows in; said twice they stand once. Takes the model class, a historical one too."""
    for code, ru, kk, en in ENTRY_REASONS:
        reasons.objects.get_or_create(code=code, defaults={"name_ru": ru, "name_kk": kk, "name_en": en})
