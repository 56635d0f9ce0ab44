"""The journal of services: on a day, a kind of help was asked of a provider for a person, and how it ended."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, word_of
from tirek.exchange.columns import Column
from tirek.exchange.rows import person
from tirek.exchange.rows.person import WrittenPerson, read_person
from tirek.grants.naming import plain

TITLES: Final = ("Услуги", "Журнал учёта услуг", "Журнал услуг", "Оказанные услуги", "Қызметтер", "Services")
COLUMNS: Final = (
    Column("number", ("№", "№ п/п", "№ п.п.", "Номер", "Рет саны", "No", "Number")),
    Column(
        "happened_on",
        (
            "Дата",
            "Дата услуги",
            "Дата оказания",
            "Дата оказания услуги",
            "Дата предоставления",
            "Күні",
            "Date",
        ),
        required=True,
    ),
    *person.NAMES,
    person.IIN,
    person.BIRTH,
    person.SEX,
    Column(
        "kind",
        (
            "Услуга",
            "Вид услуги",
            "Вид помощи",
            "Наименование услуги",
            "Вид оказанной услуги",
            "Оказанная услуга",
            "Қызмет",
            "Қызмет түрі",
            "Service",
        ),
        True,
    ),
    Column(
        "provider", ("Кто оказывает", "Исполнитель", "Организация", "Поставщик", "Кім көрсетеді", "Provider")
    ),
    Column(
        "result",
        (
            "Результат",
            "Результат услуги",
            "Результат оказания",
            "Статус",
            "Итог",
            "Исход",
            "Нәтиже",
            "Result",
        ),
    ),
    Column(
        "note",
        (
            "Причина или примечание",
            "Примечание",
            "Примечания",
            "Причина",
            "Комментарий",
            "Себебі немесе ескерту",
            "Ескерту",
            "Note",
            "Reason or note",
        ),
    ),
    Column("wish_of", ("Чьё желание", "Чья инициатива", "Кімнің тілегі", "Whose wish")),
    Column("letter", ("Письмо", "Исходящий №", "Хат", "Letter")),
)
ENDINGS: Final = (
    ("open", ("заплан", "план", "в процесс", "в работе", "ожида", "предстоит", "planned", "in progress")),
    (
        "declined",
        (
            "отказался",
            "отказалась",
            "человек отказ",
            "отказ человека",
            "отказ клиент",
            "отказ получател",
            "отказ заявител",
            "отказ от",
            "сам отказ",
            "өзі бас тартты",
            "declined",
        ),
    ),
    ("refused", ("отказ", "бас тартылды", "refused")),
    ("no_show", ("не яви", "неяв", "не приш", "келмеді", "no show", "did not come")),
    (
        "unmet",
        (
            "нет подход",
            "нет программ",
            "сәйкес бағдарлама жоқ",
            "қолайлы бағдарлама жоқ",
            "no suitable",
            "unmet",
        ),
    ),
    (
        "lost_contact",
        ("связь утра", "утрачена связь", "контакт утра", "нет связи", "байланыс үзіл", "contact lost"),
    ),
    (
        "given",
        (
            "оказан",
            "предоставлен",
            "получен",
            "выдан",
            "выполнен",
            "проведен",
            "обучен",
            "сделан",
            "исполнен",
            "оформлен",
            "завершен",
            "да",
            "көрсетілді",
            "берілді",
            "given",
        ),
    ),
)
WISHES: Final = (
    ("person", ("человек", "сам", "заявител", "адам", "өзі", "person")),
    ("officer", ("инспектор", "пробац", "officer")),
    ("agency", ("организац", "агентств", "фонд", "ұйым", "agency")),
)
CAUSES: Final = (("objective", ("объектив", "objective")), ("subjective", ("субъектив", "subjective")))
_NOT: Final = re.compile(r"(?:^|\s)не\s+(?!яви|приш|подход)")
_WISH: Final = re.compile(r"\s*(?:пожелание|желание|тілегі|wish)\s*:\s*(.+)", re.IGNORECASE)


class ServiceRow(NamedTuple):
    """One line of the journal as the file has it."""

    number: int | None
    happened_on: date | None
    person: WrittenPerson
    kind: str = ""
    provider: str = ""
    ending: str = "open"
    reason: str = ""
    detail: str = ""
    letter: str = ""
    wish: str = ""
    wish_of: str = ""
    note: str = ""
    cause: str = "unknown"


@lru_cache(maxsize=500)
def ending_of(text: str) -> str:
    """How the journal's words say a service ended; "" when they say nothing known: «не оказана» tells no reason."""
    ending = word_of(text, ENDINGS)
    return "" if ending == "given" and _NOT.search(plain(text)) else ending


def read(cells: Cells) -> ServiceRow:
    """Turn a row into a line of the journal; the one note column means what the result makes of it."""
    result = cells.text("result", 200)
    ending = ending_of(result)
    note = cells.text("note")
    row: dict[str, str] = {}
    if ending == "refused":
        reason, _, detail = note.partition(":")
        row = {"reason": reason.strip()[:200], "detail": detail.strip()}
        if not row["reason"]:
            cells.blame("reason_missing", "note")
    elif ending == "unmet":
        found = _WISH.fullmatch(note)
        row = {"wish": found[1] if found else note}
    elif ending in {"no_show", "declined"}:
        row = {"detail": note}
    elif ending == "lost_contact":
        row = {"detail": note, "cause": word_of(note, CAUSES) or "unknown"}
    elif ending != "given":
        cells.blame("result_unknown" if result else "result_missing", "result")
        row = {"note": "; ".join(part for part in (result, note) if part)[:500]}
    else:
        row = {"note": note}
    kind = cells.text("kind", 200)
    if not kind:
        cells.blame("kind_missing", "kind")
    return ServiceRow(
        number=cells.whole("number"),
        happened_on=cells.day("happened_on", required=True, past=True),
        person=read_person(cells),
        kind=kind,
        provider=cells.text("provider", 250),
        ending=ending or "open",
        letter=cells.text("letter", 60),
        wish_of=word_of(cells.text("wish_of"), WISHES),
        **row,
    )


def natural_key(row: ServiceRow) -> tuple[object, ...]:
    """What makes two unnumbered rows the same line: who, when and what."""
    return (
        row.person.name.casefold(),
        row.person.iin,
        row.person.birth_on,
        row.happened_on,
        row.kind.casefold(),
    )
