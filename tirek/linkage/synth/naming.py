"""Names by how common they are: many thousands of surnames, a few everywhere and most of them rare.

The weight of a name falls with its rank as 1 / (rank + a)^b. Ranks, `a`, `b` and the shares of the peoples are guesses.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, product
from random import Random

from tirek.linkage.synth import stock

AS_TYPED_IN_RUSSIAN = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһІі", "АаГгКкНнОоУуУуХхИи")
_VOWELS = frozenset("аеёиоуыэюяәөұүі")
_SOFT = frozenset("әеөүі")


class Choice:
    """Values with their shares, drawn by one random number."""

    __slots__ = ("_until", "_values")

    def __init__(self, values: Sequence[str], shares: Iterable[float]) -> None:
        self._values = tuple(values)
        sums = list(accumulate(shares))
        self._until = [one / sums[-1] for one in sums[:-1]]

    def __len__(self) -> int:
        """How many different values there are."""
        return len(self._values)

    def draw(self, rng: Random) -> str:
        """One value, as often as its share says."""
        return self._values[bisect(self._until, rng.random())]


@dataclass(frozen=True, slots=True)
class People:
    """The names of one people, and how they are written."""

    share: float
    families: Choice
    men: Choice
    women: Choice
    fathers: Choice
    is_kazakh: bool = False
    without_patronymic: float = 0.02


def _by_rank(values: Sequence[str], after: float, fall: float) -> Choice:
    return Choice(values, [(rank + after) ** -fall for rank in range(1, len(values) + 1)])


def _joined(first: Sequence[str], rare: Sequence[str]) -> list[str]:
    """The typed names, then the made ones in an order that is mixed but always the same."""
    made = sorted(set(rare) - set(first))
    Random(2017).shuffle(made)  # noqa: S311 - invented names need no secret
    return [*first, *made]


def _pairs(beginnings: Sequence[str], endings: Sequence[str]) -> list[str]:
    return [
        one + end for one, end in product(beginnings, endings) if one[-1] != end[0] and one.lower() != end
    ]


def kazakh_family(name: str) -> str:
    """A father's name as a surname of the Russian kind: Нұрланов, Серіков, Мұсаев, Байжанов."""
    if name.endswith(("ов", "ев")):
        return name
    if name[-1] in "йь":
        return name[:-1] + "ев"
    if name[-1] in _VOWELS:
        return name + "ев"
    vowels = [letter for letter in name.lower() if letter in _VOWELS]
    return name + ("ев" if vowels and vowels[-1] in _SOFT and name[-1] in "жшчрнл" else "ов")


def _kazakh_families() -> Choice:
    names = _joined(
        (*stock.KAZAKH_FAMILIES, *stock.KAZAKH_MEN), _pairs(stock.KAZAKH_BEGINNINGS, stock.KAZAKH_ENDINGS)
    )
    values: list[str] = []
    shares: list[float] = []
    for rank, name in enumerate(names, 1):
        weight = (rank + 12) ** -0.85
        for form, share in ((kazakh_family(name), 0.84), (name, 0.08), (name + "ұлы", 0.08)):
            values.append(form)
            shares.append(weight * share)
    return Choice(values, shares)


def _kazakh_names(typed: Sequence[str], endings: Sequence[str]) -> Choice:
    made = _joined((), _pairs(stock.KAZAKH_BEGINNINGS, endings))
    shares = [(rank + 8) ** -0.6 for rank in range(1, len(typed) + 1)]
    rest = 0.14 * sum(shares) / (0.86 * len(made))
    return Choice([*typed, *made], [*shares, *[rest] * len(made)])


def _made(
    share: float,
    families: Sequence[str],
    men: Sequence[str],
    women: Sequence[str],
    without: float = 0.02,
    fathers: Sequence[str] = (),
) -> People:
    return People(
        share,
        _by_rank(families, 10, 0.85),
        _by_rank(men, 4, 0.75),
        _by_rank(women, 4, 0.75),
        _by_rank(fathers or men, 4, 0.75),
        without_patronymic=without,
    )


def _peoples() -> tuple[People, ...]:
    men = _kazakh_names(stock.KAZAKH_MEN, stock.KAZAKH_ENDINGS)
    women = _kazakh_names(stock.KAZAKH_WOMEN, ("гүл", "жан", "сұлу", "ай", "нұр", "шаш", "ханым", "бике"))
    russian = _joined(stock.RUSSIAN_FAMILIES, _pairs(stock.RUSSIAN_ROOTS, stock.RUSSIAN_ENDINGS))
    ukrainian = _joined(stock.UKRAINIAN_FAMILIES, _pairs(stock.UKRAINIAN_ROOTS, stock.UKRAINIAN_ENDINGS))
    german = _joined(stock.GERMAN_FAMILIES, _pairs(stock.GERMAN_BEGINNINGS, stock.GERMAN_ENDINGS))
    tatar = _joined(stock.TATAR_FAMILIES, _pairs(stock.TATAR_BEGINNINGS, stock.TATAR_ENDINGS))
    uzbek = _joined(stock.UZBEK_FAMILIES, _pairs(stock.UZBEK_BEGINNINGS, stock.UZBEK_ENDINGS))
    slavs = stock.RUSSIAN_MEN, stock.RUSSIAN_WOMEN
    return (
        People(0.60, _kazakh_families(), men, women, men, is_kazakh=True, without_patronymic=0.12),
        _made(0.235, russian, *slavs),
        _made(0.035, ukrainian, *slavs),
        _made(0.04, uzbek, stock.UZBEK_MEN, stock.UZBEK_WOMEN, 0.15),
        _made(0.025, tatar, stock.TATAR_MEN, stock.TATAR_WOMEN),
        _made(0.025, german, stock.GERMAN_MEN, stock.GERMAN_WOMEN),
        _made(0.02, stock.KOREAN_FAMILIES, stock.KOREAN_MEN, stock.KOREAN_WOMEN, 0.1, stock.RUSSIAN_MEN),
        _made(0.02, stock.CHECHEN_FAMILIES, stock.CHECHEN_MEN, stock.CHECHEN_WOMEN, 0.05),
    )


PEOPLES = _peoples()
_PEOPLE_UNTIL = list(accumulate(one.share for one in PEOPLES[:-1]))


def draw_people(rng: Random) -> People:
    """One of the peoples, as often as its share says."""
    return PEOPLES[bisect(_PEOPLE_UNTIL, rng.random())]


@lru_cache(maxsize=100_000)
def family(surname: str, sex: str) -> str:
    """A surname in the form of a man or a woman: Орлов and Орлова, Серікұлы and Серікқызы, Ким for both."""
    if sex != "f":
        return surname
    if surname.endswith("ұлы"):
        return surname.removesuffix("ұлы") + "қызы"
    if surname.endswith(("ов", "ев", "ёв", "ин", "ын")) and len(surname) > 4:
        return surname + "а"
    if surname.endswith("ий"):
        return surname[:-2] + "ая"
    return surname[:-2] + "ая" if surname.endswith(("ый", "ой")) else surname


@lru_cache(maxsize=100_000)
def patronymic(father: str, sex: str, is_kazakh: bool) -> str:
    """The father's name as a patronymic: Серікұлы and Серікқызы, or Серікович and Серіковна."""
    if is_kazakh:
        return father + ("қызы" if sex == "f" else "ұлы")
    if father in stock.PATRONYMICS:
        return stock.PATRONYMICS[father][sex == "f"]
    if father.endswith("ий") and father != "Дмитрий":
        stem = father[:-2] + "ье"
    elif father[-1] in "йь":
        stem = father[:-1] + "е"
    else:
        stem = father + ("е" if father[-1] in _VOWELS else "о")
    return stem + ("вна" if sex == "f" else "вич")
