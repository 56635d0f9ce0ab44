"""Kinds of identity papers.

Source: law of the Republic of Kazakhstan on identity documents, 29.01.2013 № 73-V, article 6; certificates of civil status and the
certificate of release stand beside them, for many people come with nothing else.
"""

from __future__ import annotations

from typing import Any, Final

PAPER_KINDS: Final = (
    ("id_card", "Удостоверение личности", "Жеке куәлік", "Identity card"),
    ("passport", "Паспорт гражданина РК", "ҚР азаматының паспорты", "Passport of Kazakhstan"),
    ("temporary_id", "Временное удостоверение личности", "Уақытша жеке куәлік", "Temporary identity card"),
    ("release_certificate", "Справка об освобождении", "Босату туралы анықтама", "Certificate of release"),
    ("birth_certificate", "Свидетельство о рождении", "Туу туралы куәлік", "Birth certificate"),
    (
        "marriage_certificate",
        "Свидетельство о браке",
        "Неке қию туралы куәлік",
        "Marriage certificate",
    ),
    (
        "divorce_certificate",
        "Свидетельство о расторжении брака",
        "Некені бұзу туралы куәлік",
        "Divorce certificate",
    ),
    (
        "name_change_certificate",
        "Свидетельство о перемене имени",
        "Атын ауыстыру туралы куәлік",
        "Certificate of a change of name",
    ),
    ("residence_permit", "Вид на жительство иностранца", "Шетелдіктің ықтиярхаты", "Residence permit"),
    (
        "stateless_certificate",
        "Удостоверение лица без гражданства",
        "Азаматтығы жоқ адамның куәлігі",
        "Certificate of a stateless person",
    ),
    (
        "foreign_passport",
        "Паспорт другого государства",
        "Басқа мемлекеттің паспорты",
        "Passport of another state",
    ),
    ("military_card", "Военный билет", "Әскери билет", "Military card"),
    ("other", "Другой документ", "Басқа құжат", "Another document"),
)


def seed(kinds: Any) -> None:
    """Put the reference rows in; said twice they stand once. Takes the model class, a historical one too."""
    for position, (code, ru, kk, en) in enumerate(PAPER_KINDS):
        kinds.objects.get_or_create(
            code=code, defaults={"name_ru": ru, "name_kk": kk, "name_en": en, "position": position}
        )
