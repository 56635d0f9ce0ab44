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
SHELTER: Final = (
    "shelter",
    "other",
    "Ночлег и временное жильё",
    "Түнеу және уақытша баспана",
    "Shelter for the night",
)
"""Asked for in hours: whoever is released today sleeps somewhere tonight."""
PROGRAMME: Final = (
    "programme",
    "other",
    "Участие в программе помощи",
    "Көмек бағдарламасына қатысу",
    "Taking part in a programme of help",
)
"""What an agency is asked for with a paper that names no single kind of help."""
NO_PROGRAMME: Final = (
    "no_programme",
    "нет подходящей программы обучения",
    "қолайлы оқу бағдарламасы жоқ",
    "no suitable training programme",
)
"""The reason with which whoever found no programme in the journals of 2017 is refused."""
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


LEGAL_TOPICS: Final = (
    (
        "parole",
        "Условно-досрочное освобождение",
        "Шартты түрде мерзімінен бұрын босату",
        "Parole",
    ),
    (
        "parole_papers",
        "Порядок подачи документов на условно-досрочное освобождение",
        "Шартты түрде мерзімінен бұрын босатуға құжат тапсыру тәртібі",
        "How to apply for parole",
    ),
    (
        "fine_instead",
        "Порядок подачи на замену наказания штрафом",
        "Жазаны айыппұлмен ауыстыруға өтініш беру тәртібі",
        "How to apply for a fine instead of the punishment",
    ),
    (
        "restriction",
        "Порядок отбывания наказания при ограничении свободы",
        "Бас бостандығын шектеу кезінде жазаны өтеу тәртібі",
        "How restriction of liberty is served",
    ),
    (
        "control_on_parole",
        "Пробационный контроль за освобождёнными условно-досрочно",
        "Шартты түрде мерзімінен бұрын босатылғандарға пробациялық бақылау",
        "Probation control of those on parole",
    ),
    (
        "additional_punishment",
        "Исполнение дополнительных видов наказаний",
        "Жазаның қосымша түрлерін орындау",
        "Additional punishments",
    ),
    (
        "breaches",
        "Порядок погашения нарушений",
        "Бұзушылықтарды жою тәртібі",
        "How breaches are struck off",
    ),
    ("claims", "Погашение иска", "Талап қоюды өтеу", "Paying off a civil claim"),
    (
        "appeals",
        "Порядок подачи апелляционных жалоб",
        "Апелляциялық шағым беру тәртібі",
        "How to file an appeal",
    ),
    ("another", "Другой вопрос", "Басқа мәселе", "Another question"),
)
"""Topics of legal help as the 2017 report lists them, in its order, and the rest ("и т.д.")."""


def seed_topics(topics: Any) -> None:
    """Put the topics of legal help in; said twice they stand once."""
    for position, (code, ru, kk, en) in enumerate(LEGAL_TOPICS):
        topics.objects.get_or_create(
            code=code, defaults={"position": position, "name_ru": ru, "name_kk": kk, "name_en": en}
        )


HELP: Final = {
    "material": "material",
    "medical": "medical",
    "documents": "documents",
    "education": "profession",
    "legal": "legal",
    "psychological": "psychological",
    "leisure": "culture",
}
"""The kind of help (of the law, or of the pilot) that a category of the grant answers."""
HELP_OF_KINDS: Final = {"work_placement": "work", "shelter": "housing"}
"""Kinds of service that answer another one than their category does."""


def seed_help(kinds: Any, helps: Any) -> int:
    """Say of every kind of service which kind of help it is; returns how many stay without."""
    code, category, ru, kk, en = SHELTER
    kinds.objects.get_or_create(
        code=code, defaults={"category": category, "name_ru": ru, "name_kk": kk, "name_en": en}
    )
    ids = dict(helps.objects.values_list("code", "id"))
    for kind in kinds.objects.all():
        kind.help_kind_id = ids.get(HELP_OF_KINDS.get(kind.code) or HELP.get(kind.category, ""))
        kind.save(update_fields=["help_kind"])
    return int(kinds.objects.filter(help_kind__isnull=True).count())
