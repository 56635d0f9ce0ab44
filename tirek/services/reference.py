"""The catalogue of the 2017 pilot and the coded reasons of refusal."""

from __future__ import annotations

from typing import Any, Final

KINDS: Final = (
    ("social_package", "material", "Социальный пакет", "Әлеуметтік пакет", "Social package"),
    (
        "alcohol_treatment",
        "medical",
        "Кодирование от алкогольной зависимости",
        "Алкогольге тәуелділіктен кодтау",
        "Treatment of alcohol dependence",
    ),
    (
        "medical_check",
        "medical",
        "Медицинский осмотр (форма 086)",
        "Медициналық қарап-тексеру (086 нысан)",
        "Medical check (form 086)",
    ),
    (
        "restoring_documents",
        "documents",
        "Восстановление документов",
        "Құжаттарды қалпына келтіру",
        "Restoring documents",
    ),
    (
        "training_praktikum",
        "education",
        "Обучение в ТОО «Практикум»",
        "«Практикум» ЖШС-де оқыту",
        "Training at Praktikum LLP",
    ),
    (
        "training_employment_centre",
        "education",
        "Обучение через Центр занятости",
        "Жұмыспен қамту орталығы арқылы оқыту",
        "Training through the employment centre",
    ),
    ("work_placement", "education", "Производственная практика", "Өндірістік практика", "Work placement"),
    ("training", "education", "Обучение", "Оқыту", "Training"),
    ("legal_advice", "legal", "Юридическая консультация", "Заң кеңесі", "Legal advice"),
    (
        "psychological_help",
        "psychological",
        "Психологическая помощь",
        "Психологиялық көмек",
        "Psychological help",
    ),
    (
        "table_tennis",
        "leisure",
        "Досуг: турнир по настольному теннису",
        "Бос уақыт: үстел теннисінен турнир",
        "Leisure: table tennis tournament",
    ),
)
REFUSAL_REASONS: Final = (
    (
        "not_in_hardship",
        "не в трудной жизненной ситуации",
        "өмірлік қиын жағдайда емес",
        "not in a difficult life situation",
    ),
    ("out_of_stock", "пакеты закончились", "пакеттер таусылды", "no packages left"),
)


def seed(kinds: Any, reasons: Any) -> None:
    """Put the reference rows in; said twice they stand once. Takes the model classes, historical ones too."""
    for code, category, ru, kk, en in KINDS:
        kinds.objects.get_or_create(
            code=code, defaults={"category": category, "name_ru": ru, "name_kk": kk, "name_en": en}
        )
    for code, ru, kk, en in REFUSAL_REASONS:
        reasons.objects.get_or_create(code=code, defaults={"name_ru": ru, "name_kk": kk, "name_en": en})
