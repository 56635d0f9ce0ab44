"""Invented people with Kazakh and Russian names, and the ways a spreadsheet misspells them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tirek.linkage.identifiers import check_digit


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


KAZAKH_MEN: Final = _words(
    "Абай Азамат Айбек Айдос Алмас Әлібек Арман Асқар Бауыржан Бекзат Берік Біржан Болат Ғабит Ғалым Данияр Дархан Дәурен"
    " Думан Ербол Ерболат Ержан Ерлан Ермек Жандос Жеңіс Жомарт Қайрат Қанат Қасым Қуат Мади Мақсат Марат Медет Мұрат"
    " Мұхтар Нариман Нұрбол Нұржан Нұрлан Олжас Рүстем Сабыр Санжар Серік Сұлтан Тимур Төлеген Ұлан Хамит Шыңғыс Ыбырай"
)
KAZAKH_WOMEN: Final = _words(
    "Айгерім Айгүл Айжан Айнұр Ақмарал Әлия Анар Арайлым Әсел Бақыт Ботагөз Гауһар Гүлжан Гүлмира Гүлнар Дана Дариға"
    " Динара Жанар Жанна Жұлдыз Зарина Зухра Индира Камила Қуралай Лаура Ләззат Мадина Майра Меруерт Назгүл Раушан Сабина"
    " Салтанат Сәуле Толқын Ұлжан Үміт Шолпан"
)
RUSSIAN_MEN: Final = _words(
    "Александр Алексей Анатолий Андрей Антон Артём Борис Вадим Валерий Василий Виктор Виталий Владимир Вячеслав Геннадий"
    " Григорий Денис Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Леонид Максим Михаил Николай Олег Павел Пётр"
    " Роман Руслан Семён Сергей Станислав Степан Фёдор Эдуард Юрий"
)
RUSSIAN_WOMEN: Final = _words(
    "Алёна Алина Алла Анастасия Анна Валентина Вера Виктория Галина Дарья Евгения Екатерина Елена Жанна Ирина Карина"
    " Кристина Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга Светлана"
    " Тамара Татьяна Юлия"
)
RUSSIAN_SURNAMES: Final = _words(
    "Алексеев Андреев Антонов Афанасьев Баранов Белов Беляев Богданов Борисов Быков Васильев Виноградов Власов Волков"
    " Воробьёв Воронов Гаврилов Герасимов Голубев Горбунов Григорьев Гусев Давыдов Данилов Денисов Дорофеев Егоров Ершов"
    " Ефимов Жуков Зайцев Захаров Зуев Иванов Ильин Калинин Карпов Киселёв Ковалёв Козлов Комаров Королёв Крылов Кудрявцев"
    " Кузнецов Куликов Лебедев Макаров Маслов Медведев Мельников Миронов Михайлов Морозов Назаров Никитин Новиков Орлов"
    " Павлов Панов Петров Поляков Попов Родионов Романов Рыжов Савельев Семёнов Сергеев Сидоров Смирнов Соболев Соколов"
    " Соловьёв Сорокин Степанов Тарасов Тимофеев Титов Ушаков Федотов Филиппов Фролов Чернов Шилов Щербаков Яковлев"
)
PATRONYMIC_ROOTS: Final = _words(
    "Александров Алексеев Анатольев Андреев Борисов Вадимов Валерьев Васильев Викторов Владимиров Геннадьев Григорьев"
    " Денисов Дмитриев Евгеньев Егоров Иванов Игорев Кириллов Константинов Леонидов Максимов Михайлов Николаев Олегов"
    " Павлов Петров Романов Русланов Сергеев Степанов Фёдоров Юрьев"
)
AS_TYPED_IN_RUSSIAN: Final = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё", "АаГгКкНнОоУуУуХхИиЕе")
SOFT_ENDINGS: Final = "йьі"


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist; the IIN's serial begins with 99, as no issued one does here."""

    surname: str
    given: str
    patronymic: str
    sex: str
    born: date
    iin: str

    @property
    def name(self) -> str:
        """The whole name as in a passport."""
        return f"{self.surname} {self.given} {self.patronymic}"


def invent(count: int, seed: int) -> list[Invented]:
    """People of whom no two share an IIN; the same seed makes the same people."""
    chance = random.Random(seed)
    used: set[str] = set()
    return [_one(chance, used) for _ in range(count)]


def _one(chance: random.Random, used: set[str]) -> Invented:
    sex = "m" if chance.random() < 0.8 else "f"
    surname, given, patronymic = _kazakh(chance, sex) if chance.random() < 0.5 else _russian(chance, sex)
    while True:
        born = date(1945, 1, 1) + timedelta(days=chance.randrange(58 * 365))
        iin = _iin(chance, born, sex)
        if iin and iin not in used:
            used.add(iin)
            return Invented(surname, given, patronymic, sex, born, iin)


def _kazakh(chance: random.Random, sex: str) -> tuple[str, str, str]:
    root, father = chance.choice(KAZAKH_MEN), chance.choice(KAZAKH_MEN)
    ending = "ев" if root[-1] in SOFT_ENDINGS else "ов"
    surname = root.rstrip(SOFT_ENDINGS) + ending + ("а" if sex == "f" else "")
    own_form = chance.random() < 0.6
    if sex == "f":
        return surname, chance.choice(KAZAKH_WOMEN), f"{father}қызы" if own_form else f"{father}овна"
    return surname, chance.choice(KAZAKH_MEN), f"{father}ұлы" if own_form else f"{father}ович"


def _russian(chance: random.Random, sex: str) -> tuple[str, str, str]:
    surname, root = chance.choice(RUSSIAN_SURNAMES), chance.choice(PATRONYMIC_ROOTS)
    if sex == "f":
        return f"{surname}а", chance.choice(RUSSIAN_WOMEN), f"{root}на"
    return surname, chance.choice(RUSSIAN_MEN), f"{root}ич"


def _iin(chance: random.Random, born: date, sex: str) -> str:
    century = {("m", False): 3, ("f", False): 4, ("m", True): 5, ("f", True): 6}[sex, born.year >= 2000]
    first = f"{born:%y%m%d}{century}99{chance.randrange(100):02}"
    last = check_digit(first)
    return "" if last is None else f"{first}{last}"


def written(person: Invented, chance: random.Random) -> str:
    """The name as a journal has it: mostly right, now and then without Kazakh letters, shortened, swapped or mistyped."""
    kind = chance.random()
    if kind < 0.10:
        return person.name.translate(AS_TYPED_IN_RUSSIAN)
    if kind < 0.13:
        return f"{person.surname} {person.given[0]}.{person.patronymic[0]}."
    if kind < 0.15:
        return f"{person.surname} {person.given}"
    if kind < 0.17:
        return f"{person.given} {person.patronymic} {person.surname}"
    if kind < 0.23:
        return f"{_mistyped(person.surname, chance)} {person.given} {person.patronymic}"
    return person.name


def _mistyped(word: str, chance: random.Random) -> str:
    """A letter left out, doubled, or replaced by its neighbour."""
    place = chance.randrange(2, len(word))
    kind = chance.randrange(3)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    return word[:place] + word[place - 1] + word[place + 1 :]
