"""A report on the pilot's figures with invented people, for the tests of its layout."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from tirek.reports.content import (
    Budget,
    BudgetRow,
    ContactLostRow,
    CountRow,
    EventRow,
    Figure,
    Header,
    Imprint,
    KindRow,
    Language,
    Mismatch,
    Narrative,
    NarrativeKey,
    NotAttendedRow,
    Participation,
    ParticipationPart,
    PlanRow,
    Reach,
    ReachPoint,
    Reallocation,
    RefusalRow,
    ReportContent,
    ResultGroup,
    Statistics,
    TotalLine,
    Unit,
    UnmetDemand,
)

KAZAKH_LETTERS: Final = "ӘҒҚҢӨҰҮҺІәғқңөұүһі"
STARTED, ENDED = date(2017, 7, 21), date(2017, 11, 21)

_KK: Final = {
    "ВКО": "ШҚО",
    "г. Усть-Каменогорск": "Өскемен қ.",
    "Социальный пакет": "Әлеуметтік пакет",
    "Кодирование от алкогольной зависимости": "Алкогольге тәуелділіктен кодтау",
    "Медицинский осмотр (форма 086)": "Медициналық тексеру (086 нысаны)",
    "Восстановление документов": "Құжаттарды қалпына келтіру",
    "Обучение": "Оқыту",
    "Обучение в ТОО «Практикум»": "«Практикум» ЖШС-де оқыту",
    "Обучение через Центр занятости": "Жұмыспен қамту орталығы арқылы оқыту",
    "Производственная практика": "Өндірістік практика",
    "Юридическая консультация": "Заң кеңесі",
    "Психологическая помощь": "Психологиялық көмек",
    "Досуг: турнир по настольному теннису": "Бос уақыт: үстел теннисі турнирі",
    "Материальная помощь": "Материалдық көмек",
    "Медицинские услуги": "Медициналық қызметтер",
    "Оформление документов": "Құжаттарды рәсімдеу",
    "Образовательные услуги": "Білім беру қызметтері",
    "Юридическая помощь": "Заң көмегі",
    "Досуг": "Бос уақыт",
    "Участники пилотной программы": "Пилоттық бағдарламаға қатысушылар",
    "не в трудной жизненной ситуации": "өмірлік қиын жағдайда емес",
    "пакеты закончились": "пакеттер таусылды",
    "Опрос (анкетирование)": "Сауалнама",
    "Рабочая встреча": "Жұмыс кездесуі",
    "Апробация пилотной программы": "Пилоттық бағдарламаны сынақтан өткізу",
    "Выпуск методического пособия": "Әдістемелік құрал шығару",
    "дети": "балалар",
    "молодежь": "жастар",
    "государственные служащие": "мемлекеттік қызметшілер",
    "работники бюджетных организаций": "бюджеттік ұйымдардың қызметкерлері",
    "инвалиды": "мүгедектігі бар адамдар",
    "люди старшего возраста": "егде жастағы адамдар",
    "безработные": "жұмыссыздар",
    "представители общественных организаций": "қоғамдық ұйымдардың өкілдері",
    "представители бизнес-сектора": "бизнес секторының өкілдері",
    "другие категории": "басқа санаттар",
}
_PARAGRAPH: Final = {
    "ru": "В рамках проекта опрошены две группы: люди, вернувшиеся из мест лишения свободы, и специалисты, которые "
    "им помогают. Программа строилась вокруг того, что нужно каждому человеку, а не вокруг готового набора услуг.\n\n"
    "Что показал опрос:\n- медицинский осмотр платный, а без него не берут на работу;\n- документы лучше "
    "восстанавливать ещё до освобождения;\n- учреждения мало знают о возможностях друг друга.\n\nНа первой рабочей "
    "встрече 22 специалиста согласовали порядок, по которому человека направляют из одной организации в другую.",
    "kk": "Жоба аясында екі топтан сауалнама алынды: бас бостандығынан айыру орындарынан оралған адамдар және оларға "
    "көмектесетін мамандар. Бағдарлама дайын қызметтер жиынтығына емес, әр адамның қажеттілігіне қарай құрылды.\n\n"
    "Сауалнама нені көрсетті:\n- медициналық тексеру ақылы, ал онсыз жұмысқа алмайды;\n- құжаттарды босатылғанға "
    "дейін қалпына келтірген жөн;\n- мекемелер бір-бірінің мүмкіндіктерін аз біледі.\n\nБірінші жұмыс кездесуінде "
    "22 маман адамды бір ұйымнан екіншісіне жолдау тәртібін келісті. Үһілеп-ах ұру емес, шын көмек керек. ӘҒҚҢӨҰҮҺІ.",
}
_WHY: Final = {
    "ru": "Потребности людей оказались разными: помощь давали по обращению, а не всем одинаково.",
    "kk": "Адамдардың қажеттіліктері әртүрлі болып шықты: көмек бәріне бірдей емес, жүгінуі бойынша берілді.",
}


def sample_report(language: Language = "ru", *, draft: bool = False) -> ReportContent:
    """The pilot of 2017 in one language."""
    return ReportContent(
        imprint=Imprint(language, 3, date(2017, 11, 27), "Сейтова Айгерим Маратовна", draft),
        header=_header(language),
        events=_events(language),
        totals=_totals(language),
        reach=Reach(
            93,
            68,
            30,
            _counts(language, {"не в трудной жизненной ситуации": 19, "пакеты закончились": 6}),
            min_kinds=2,
        ),
        results=_results(language),
        refusals=_refusals(language),
        not_attended=(NotAttendedRow(_in(language, "Кодирование от алкогольной зависимости"), "", 6),),
        contact_lost=(ContactLostRow(_in(language, "Восстановление документов"), "subjective", 1),),
        unmet=(UnmetDemand(_in(language, "Обучение"), 21, _wishes(language)),),
        plan=_plan(language),
        mismatches=(
            Mismatch("Оказано услуг", 188, 190, "counted", "Две услуги записаны в журнал после подсчёта."),
        ),
        budget=_budget(language),
        participation=_participation(language),
        statistics=_statistics(language),
        reach_by_month=tuple(ReachPoint(date(2017, 7 + i, 1), n) for i, n in enumerate([5, 18, 37, 55, 68])),
        narratives=tuple(Narrative(key, _PARAGRAPH[language]) for key in NarrativeKey),
    )


def _in(language: Language, name: str) -> str:
    return name if language == "ru" else _KK.get(name, name)


def _counts(language: Language, counts: dict[str, int]) -> tuple[CountRow, ...]:
    return tuple(CountRow(_in(language, name), count) for name, count in counts.items())


def _header(language: Language) -> Header:
    ru = language == "ru"
    return Header(
        organisation="Общественный фонд «Антарес А»" if ru else "«Антарес А» қоғамдық қоры",
        head="Сейтова Айгерим Маратовна",
        address="г. Усть-Каменогорск, ул. Примерная, 1" if ru else "Өскемен қ., Үлгі көшесі, 1",
        phone="+7 700 000 00 00",
        project="Социальная адаптация освобожденных из мест лишения свободы"
        if ru
        else "Бас бостандығынан айыру орындарынан босатылғандарды әлеуметтік бейімдеу",
        starts_on=STARTED,
        ends_on=ENDED,
        granted=Decimal("2485260"),
    )


def _events(language: Language) -> tuple[EventRow, ...]:
    rows = (
        (STARTED, date(2017, 8, 28), "ВКО", "Опрос (анкетирование)", 150, 150),
        (date(2017, 9, 15), date(2017, 9, 15), "г. Усть-Каменогорск", "Рабочая встреча", 22, 22),
        (STARTED, ENDED, "г. Усть-Каменогорск", "Апробация пилотной программы", 68, 30),
        (date(2017, 11, 15), date(2017, 11, 15), "г. Усть-Каменогорск", "Рабочая встреча", 17, 17),
        (date(2017, 10, 6), ENDED, "ВКО", "Выпуск методического пособия", 50, 50),
    )
    return tuple(
        EventRow(
            number=i,
            starts_on=start,
            ends_on=end,
            place=_in(language, place),
            form=_in(language, form),
            topic="",
            attended=Figure(count, Unit.ORGANISATIONS if i == 5 else Unit.PEOPLE),
            planned=planned,
            completion=_WHY[language] if i == 3 else "",
        )
        for i, (start, end, place, form, count, planned) in enumerate(rows, 1)
    )


def _totals(language: Language) -> tuple[TotalLine, ...]:
    return (
        TotalLine(_in(language, "Рабочая встреча"), (Figure(2, Unit.MEETINGS), Figure(39, Unit.PEOPLE))),
        TotalLine(_in(language, "Опрос (анкетирование)"), (Figure(150, Unit.PEOPLE),)),
        TotalLine(
            _in(language, "Апробация пилотной программы"),
            (Figure(68, Unit.PEOPLE), Figure(190, Unit.SERVICES)),
        ),
        TotalLine(_in(language, "Выпуск методического пособия"), (Figure(3, Unit.TITLES),)),
    )


def _results(language: Language) -> tuple[ResultGroup, ...]:
    groups: dict[str, tuple[tuple[str, int, int], ...]] = {
        "Материальная помощь": (("Социальный пакет", 45, 45),),
        "Медицинские услуги": (
            ("Кодирование от алкогольной зависимости", 15, 15),
            ("Медицинский осмотр (форма 086)", 5, 5),
        ),
        "Оформление документов": (("Восстановление документов", 4, 4),),
        "Образовательные услуги": (
            ("Обучение в ТОО «Практикум»", 6, 6),
            ("Обучение через Центр занятости", 1, 1),
            ("Производственная практика", 1, 1),
        ),
        "Юридическая помощь": (("Юридическая консультация", 45, 73),),
        "Психологическая помощь": (("Психологическая помощь", 60, 174),),
        "Досуг": (("Досуг: турнир по настольному теннису", 8, 8),),
    }
    return tuple(
        ResultGroup(_in(language, name), tuple(KindRow(_in(language, kind), n, m) for kind, n, m in kinds))
        for name, kinds in groups.items()
    )


def _refusals(language: Language) -> tuple[RefusalRow, ...]:
    packet = _in(language, "Социальный пакет")
    return (
        RefusalRow(packet, _in(language, "не в трудной жизненной ситуации"), 11),
        RefusalRow(packet, _in(language, "пакеты закончились"), 2),
    )


def _wishes(language: Language) -> tuple[CountRow, ...]:
    wishes = ("водитель категорий B, C, D", "крановщик", "высотник", "монтажник", "сварщик")
    return tuple(CountRow(wish, n) for wish, n in zip(wishes, (8, 4, 3, 3, 3), strict=True))


def _plan(language: Language) -> tuple[PlanRow, ...]:
    facts = {group.name: group.people for group in _results(language)}
    rows = [PlanRow(_in(language, "Участники пилотной программы"), Unit.PEOPLE, 30, 68, _WHY[language])]
    rows += [PlanRow(name, Unit.SERVICES, 30, fact, _WHY[language]) for name, fact in facts.items()]
    return tuple(rows)


def _budget(language: Language) -> Budget:
    lines = {
        "Социальный пакет": (596462, 596462),
        "Медицинские услуги": (323084, 462259),
        "Досуг": (198821, 59646),
        "Оплата специалистов": (894694, 894694),
        "Методические материалы": (273379, 273379),
        "Прочее": (198820, 198820),
    }
    rows = tuple(BudgetRow(_in(language, name), Decimal(a), Decimal(b)) for name, (a, b) in lines.items())
    reason = "Люди не стали участвовать в досуге без призов, а на лечение желающих было больше, чем мест."
    move = Reallocation(_in(language, "Досуг"), _in(language, "Медицинские услуги"), Decimal(139175), reason)
    return Budget(rows, (move,))


def _participation(language: Language) -> Participation:
    parts = (
        ParticipationPart(_in(language, "Опрос (анкетирование)"), 150, None),
        ParticipationPart(_in(language, "Рабочая встреча"), 39, 33),
        ParticipationPart(_in(language, "Апробация пилотной программы"), 68, 68),
    )
    return Participation(257, None, parts)


def _statistics(language: Language) -> Statistics:
    statuses = {
        "дети": 0,
        "молодежь": 31,
        "государственные служащие": 63,
        "работники бюджетных организаций": 27,
        "инвалиды": 2,
        "люди старшего возраста": 17,
        "безработные": 48,
        "представители общественных организаций": 12,
        "представители бизнес-сектора": 18,
        "другие категории": 39,
    }
    bands = {"13–16": 0, "17–22": 34, "23–27": 47, "28–32": 71, "33–45": 52, "46–58": 36, "59+": 17}
    return Statistics(
        men=197,
        women=60,
        statuses=_counts(language, statuses),
        ages=tuple(CountRow(name, count) for name, count in bands.items()),
    )
