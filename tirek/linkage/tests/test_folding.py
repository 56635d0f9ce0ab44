"""Spellings of one name meet, different names stay apart."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.linkage import fold
from tirek.linkage.folding import Part, folded, is_patronymic, patronymic_sex
from tirek.linkage.given_names import KNOWN, is_short_for

SAME: list[tuple[Part, str]] = [
    ("given", "Әлия Алия Aliya Álıa Äliya Алья"),
    ("given", "Қайрат Кайрат Qairat Kairat Qaırat Kayrat КАЙРАТ"),
    ("given", "Пётр Петр Pyotr Petr"),
    ("given", "Жеңіс Женис Женгис Zhenis Jeńis Jeñıs"),
    ("given", "Шыңғыс Шынгыс Шингис Shyngys Şyñğys"),
    ("given", "Нұрғали Нургали Nurgali Nurghali Nūrğali"),
    ("given", "Юрий Yuriy Yury Iurii"),
    ("given", "Ляззат Ләззат Лаззат"),
    ("given", "Татьяна Tatyana Tatiana"),
    ("given", "Александр Aleksandr Alexandr"),
    ("given", "Гүлнар Гульнар Гюльнар Gulnar Gülnar"),
    ("given", "Жанна Жана Zhanna"),
    ("given", "Һакім Хаким Hakim Khakim"),
    ("given", "Джамбул Жамбул Жамбұл Zhambul Jambul Jambūl"),
    ("given", "Бейбіт Бейбiт Beibit"),  # the second has a Latin i
    ("given", "Ерлан Yerlan Erlan"),
    ("given", "Сергей Sergey Sergei Sergej"),
    ("surname", "Нұрланов Нурланова Nurlanov NURLANOVA"),
    ("surname", "Соловьёв Соловьева Soloviev Solovyov"),
    ("surname", "Достоевский Достоевская Dostoevsky"),
    ("surname", "Қалиев Калиева Kaliyev Qaliev"),
    ("patronymic", "Серікұлы Серикович Serikuly Seriquly Серікқызы Сериковна Сериккызы Serikovich"),
    ("patronymic", "Мәдиұлы Мадиевич Мадиевна"),
    ("patronymic", "Юрьевич Юрьевна Yuryevich"),
    ("patronymic", "Сергеевич Сергейұлы Sergeevna"),
    ("patronymic", "Ильич Ильинична"),
    ("patronymic", "Тілеубекқызы Тилеубеккызы Тилеубековна"),
]


@pytest.mark.parametrize(("part", "spellings"), SAME)
def test_spellings_of_one_name_meet(part: Part, spellings: str) -> None:
    assert len({fold(spelling, part) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize(
    "names",
    ["Алия Алла", "Яна Анна", "Марат Мұрат", "Ержан Ерлан", "Мария Марина", "Айгүл Айнұр", "Асан Хасан"],
)
def test_different_names_stay_apart(names: str) -> None:
    one, other = names.split()
    assert fold(one) != fold(other)


def test_a_family_in_other_forms_has_one_stem() -> None:
    forms = ["Серікұлы", "Сериков", "Серикова", "Серік", "Serikov", "Серік ұлы".replace(" ", "")]
    assert {folded(form, "surname").stem for form in forms} == {"serik"}


@pytest.mark.parametrize("pair", ["Омир Умир", "Ахмет Акмет", "Әсел Эсель", "Қадыр Кадир", "Өмірбек Умирбек"])
def test_names_heard_alike_share_their_consonants(pair: str) -> None:
    one, other = pair.split()
    assert folded(one).sound == folded(other).sound


def test_an_ending_written_apart_is_joined() -> None:
    assert fold("Серік ұлы", "patronymic") == fold("Серікұлы", "patronymic")


def test_beauty_is_not_a_patronymic() -> None:
    assert not is_patronymic("Айсұлу")
    assert is_patronymic("Айсұлуұлы")


@pytest.mark.parametrize(
    ("word", "sex"),
    [("Серікұлы", "m"), ("Серікқызы", "f"), ("Ильич", "m"), ("Ивановна", "f"), ("Серік", None)],
)
def test_patronymic_tells_sex(word: str, sex: str | None) -> None:
    assert patronymic_sex(word) == sex


def test_short_forms_meet_their_names_only() -> None:
    assert is_short_for(fold("Саша"), fold("Александр"))
    assert is_short_for(fold("Александра"), fold("Саша"))
    assert not is_short_for(fold("Саша"), fold("Сергей"))


def test_known_names_are_folded() -> None:
    assert fold("Ержан") in KNOWN
    assert fold("Ерлан") in KNOWN


@given(st.text(max_size=40))
def test_any_text_folds_to_plain_letters(text: str) -> None:
    for part in ("surname", "given", "patronymic"):
        assert set(fold(text, part)) <= set(string.ascii_lowercase + "-")


@given(st.text(alphabet="аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщыіэюя", min_size=1, max_size=15))
def test_case_never_matters(word: str) -> None:
    assert fold(word) == fold(word.upper()) == fold(word.capitalize())


@given(st.text(alphabet="әғқңұүһі", min_size=1, max_size=15))
def test_russian_keyboard_never_matters(word: str) -> None:
    assert fold(word) == fold(word.translate(str.maketrans("әғқңұүһі", "агкнуухи")))


@given(st.text(alphabet="abcdefghijklmnoprstuvz", min_size=1, max_size=15))
def test_folding_forgets_no_whole_name(word: str) -> None:
    assert fold(word)
