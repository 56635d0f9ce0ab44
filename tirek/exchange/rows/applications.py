"""The sheet of applications: who asked for help, on what ground, and whether they entered the programme."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from tirek.exchange.cells import Cells, answer_of
from tirek.exchange.columns import Column
from tirek.exchange.rows import person
from tirek.exchange.rows.person import WrittenPerson, read_person, split_phones

TITLES: Final = (
    "Обращения",
    "Журнал обращений",
    "Заявления",
    "Өтініштер",
    "Өтініштер журналы",
    "Applications",
)
COLUMNS: Final = (
    Column("number", ("№", "№ п/п", "№ п.п.", "Номер", "Рет саны", "No", "Number")),
    Column(
        "applied_on",
        (
            "Дата обращения",
            "Дата",
            "Дата заявления",
            "Жүгінген күні",
            "Өтініш күні",
            "Күні",
            "Applied on",
            "Date",
        ),
        required=True,
    ),
    *person.NAMES,
    person.IIN,
    person.BIRTH,
    person.SEX,
    Column(
        "phones",
        (
            "Телефон",
            "Телефоны",
            "Контактный телефон",
            "Тел.",
            "Тел",
            "Номер телефона",
            "Моб. телефон",
            "Телефон нөмірі",
            "Phone",
            "Phones",
        ),
    ),
    Column(
        "place",
        (
            "Населённый пункт",
            "Район",
            "Место жительства",
            "Адрес",
            "Адрес проживания",
            "Город",
            "Город, район",
            "Елді мекен",
            "Тұрғылықты жері",
            "Place",
        ),
    ),
    Column("referred_by", ("Кем направлен", "Кем направлена", "Кто направил", "Кім жіберді", "Referred by")),
    Column("referral_number", ("№ направления", "Номер направления", "Жолдама №", "Referral number")),
    Column("ground", ("Основание", "Правовое основание", "Негіздеме", "Ground")),
    Column("released_on", ("Дата освобождения", "Освобождён", "Босатылған күні", "Released on")),
    Column(
        "social_status",
        (
            "Социальный статус",
            "Соц. статус",
            "Соцстатус",
            "Статус",
            "Әлеуметтік мәртебе",
            "Социальная категория",
            "Social status",
        ),
    ),
    Column(
        "consent_signed_on",
        ("Согласие подписано", "Дата согласия", "Согласие", "Келісімге қол қойылды", "Consent signed on"),
    ),
    Column(
        "entered", ("Вошёл в программу", "Вошла в программу", "В программе", "Бағдарламаға кірді", "Entered")
    ),
    Column("reason", ("Почему не вошёл", "Причина отказа", "Причина", "Кірмеу себебі", "Reason")),
)
REFERRERS: Final = (
    ("probation", ("пробац", "probation")),
    ("self", ("самосто", "сам", "сама", "өз", "self")),
    ("institution", ("учрежден", "уис", "колон", "мекеме", "қаж", "institution")),
    ("employment", ("центр занят", "отдел занят", "занятост", "жұмыспен", "employment")),
    ("clinic", ("поликлин", "больниц", "диспансер", "емхана", "clinic")),
    ("akimat", ("акимат", "әкім")),
    ("ngo", ("фонд", "общественн", "нпо", "қор", "ngo")),
)
GROUNDS: Final = (
    ("served", ("срок отбыт", "отбыл", "по отбыт", "отбыт", "мерзімін өтеген", "served")),
    ("parole", ("удо", "условно-досроч", "шмб", "parole")),
    ("conditional", ("условн", "шартты", "conditional")),
    ("restriction", ("ограничен", "шектеу", "restriction")),
    ("replaced", ("замен", "ауыстыр", "replaced")),
)


class ApplicationRow(NamedTuple):
    """One application as the file has it."""

    number: int | None
    applied_on: date | None
    person: WrittenPerson
    phones: tuple[str, ...] = ()
    place: str = ""
    referred_by_text: str = ""
    referral_number: str = ""
    ground_text: str = ""
    released_on: date | None = None
    social_status: str = ""
    consent_signed_on: date | None = None
    entered: bool | None = None
    reason: str = ""


def read(cells: Cells) -> ApplicationRow:
    """Turn a row into an application."""
    answer = cells.text("entered")
    entered = answer_of(answer)
    if answer and entered is None:
        cells.blame("entered_unknown", "entered")
    reason = cells.text("reason", 200)
    if entered is False and not reason:
        cells.blame("reason_missing", "reason")
    return ApplicationRow(
        number=cells.whole("number"),
        applied_on=cells.day("applied_on", required=True, past=True),
        person=read_person(cells),
        phones=split_phones(cells.text("phones")),
        place=cells.text("place", 120),
        referred_by_text=cells.text("referred_by", 200),
        referral_number=cells.text("referral_number", 40),
        ground_text=cells.text("ground", 200),
        released_on=cells.day("released_on"),
        social_status=cells.text("social_status", 200),
        consent_signed_on=_consent(cells),
        entered=entered,
        reason=reason,
    )


def _consent(cells: Cells) -> date | None:
    """A consent is dated; a plain "yes" tells no date and is pointed out, a "no" says there is none."""
    said = cells.text("consent_signed_on")
    if not said or any(sign.isdigit() for sign in said):
        return cells.day("consent_signed_on")
    if answer_of(said) is not False:
        cells.blame("consent_undated", "consent_signed_on")
    return None


def natural_key(row: ApplicationRow) -> tuple[object, ...]:
    """What makes two rows the same application where no number does: who, and when."""
    written = row.person
    return written.name.casefold(), written.iin, written.birth_on, row.applied_on
