"""The kinds of help a need is filed under: the thirteen of the law, and two that the pilot of 2017 gave beside them.

Law on probation, article 6(1), names them in this order. Papers and things in kind stand in the report of 2017 (190 services): without
papers none of the others is reached. Only medical help is kept as health (Health Code, article 273: even that somebody asked is secret).
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from tirek.gate.categories import Category


class Kind(NamedTuple):
    """A row of the table below."""

    code: str
    icon: str
    ru: str
    kk: str
    en: str
    source: str
    category: int = int(Category.SOCIAL)


_LAW: Final = "law"
_REPORT: Final = "report"
HELP_KINDS: Final = (
    Kind("medical", "stethoscope", "медицинские услуги", "медициналық қызметтер", "medical services", _LAW, int(Category.HEALTH)),
    Kind("schooling", "school", "среднее образование", "орта білім", "secondary education", _LAW),
    Kind("profession", "certificate", "профессия: подготовка и переподготовка", "мамандық: даярлау және қайта даярлау", "profession: training and retraining", _LAW),
    Kind("work", "briefcase", "содействие в трудоустройстве", "жұмысқа орналасуға жәрдемдесу", "help with a job", _LAW),
    Kind("psychological", "message-circle", "психологическое сопровождение", "психологиялық демеу", "psychological support", _LAW),
    Kind("benefits", "coins", "пособия и социальные выплаты", "жәрдемақылар мен әлеуметтік төлемдер", "benefits and social payments", _LAW),
    Kind("counselling", "messages", "социально-психологическое консультирование", "әлеуметтік-психологиялық кеңес беру", "social and psychological counselling", _LAW),
    Kind("patronage", "walk", "социальный патронаж", "әлеуметтік патронаж", "social patronage", _LAW),
    Kind("ties", "friends", "семейные и иные связи, по взаимному согласию", "отбасылық және өзге де байланыстар, өзара келісім бойынша", "family and other ties, by mutual consent", _LAW),
    Kind("housing", "home", "место для проживания", "тұратын орын", "a place to stay", _LAW),
    Kind("rehabilitation", "heart-handshake", "реабилитационные мероприятия", "оңалту іс-шаралары", "rehabilitation measures", _LAW),
    Kind("culture", "masks-theater", "культурные мероприятия", "мәдени іс-шаралар", "cultural events", _LAW),
    Kind("legal", "scale", "консультации по социально-правовым вопросам", "әлеуметтік-құқықтық мәселелер бойынша кеңес", "advice on social and legal questions", _LAW),
    Kind("documents", "id", "документы", "құжаттар", "papers", _REPORT),
    Kind("material", "package", "вещи, продукты, гигиена", "киім, азық-түлік, гигиена", "clothes, food, hygiene", _REPORT),
)  # fmt: skip
# icons: stethoscope school certificate briefcase message-circle coins messages walk friends home heart-handshake masks-theater scale id package


def seed(kinds: Any) -> None:
    """Put the reference rows in; said twice they stand once. Takes the model class, a historical one too."""
    for position, kind in enumerate(HELP_KINDS):
        said = {
            "name_ru": kind.ru,
            "name_kk": kind.kk,
            "name_en": kind.en,
            "icon": kind.icon,
            "source": kind.source,
            "category": kind.category,
            "position": position,
        }
        kinds.objects.get_or_create(code=kind.code, defaults=said)
