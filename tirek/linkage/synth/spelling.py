"""How a name comes to be written otherwise: other alphabets, other keyboards, slips of the finger and of the ear."""

from functools import lru_cache
from random import Random

from tirek.linkage.synth.naming import AS_TYPED_IN_RUSSIAN

_COMMON = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "ш": "sh", "ы": "y", "э": "e", "ч": "ch", "ъ": "", "ь": "", "і": "i", "ө": "o",
    "ү": "u", "ұ": "u", "ә": "a", "һ": "kh", "х": "kh", "ц": "ts",
}  # fmt: skip
LATIN = {
    "passport": {**_COMMON, "ё": "yo", "й": "y", "щ": "shch", "ю": "yu", "я": "ya", "қ": "k", "ғ": "g", "ң": "n"},
    "icao": {**_COMMON, "ё": "e", "й": "i", "щ": "shch", "ю": "iu", "я": "ia", "ъ": "ie", "қ": "q", "ғ": "gh", "ң": "ng"},
    "2021": {
        **_COMMON, "ё": "io", "й": "i", "щ": "ş", "ю": "iu", "я": "ia", "қ": "q", "ғ": "ğ", "ң": "ñ", "ә": "ä", "ө": "ö", "ү": "ü", "ұ": "ū",
        "ж": "j", "ш": "ş", "ч": "ç", "х": "h", "һ": "h", "ы": "y",
    },
}  # fmt: skip
_LATIN_TWINS = str.maketrans("іаеосрхІАЕОСРХКМТВН", "iaeocpxIAEOCPXKMTBH")
_OTHERWISE_RUSSIAN = {"ә": "э", "і": "ы", "ұ": "ы", "ө": "у", "ү": "ю", "ң": "нг", "һ": "г", "қ": "х"}
_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {
    letter: "".join(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
    for row in _ROWS
    for place, letter in enumerate(row)
}
_HEARD = {
    "о": "а", "а": "о", "е": "и", "и": "е", "ы": "и", "д": "т", "т": "д", "б": "п", "п": "б", "г": "к", "к": "г", "з": "с", "с": "з", "в": "ф",
    "ж": "ш", "ш": "ж", "я": "е", "o": "a", "a": "o", "e": "i", "i": "e", "y": "i", "d": "t", "t": "d", "b": "p", "k": "g", "g": "k", "z": "s",
}  # fmt: skip
_RUSSIAN, _ROMAN = "абвгдежзийклмнопрстуфхцчшыьэюя", "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=50_000)
def in_latin(text: str, alphabet: str) -> str:
    """The name in one of the Latin alphabets of `LATIN`."""
    table = LATIN[alphabet]
    signs = [table.get(letter, letter) for letter in text.lower()]
    return "".join(signs).title() if text else ""


def in_russian(text: str) -> str:
    """Kazakh letters typed as the Russian ones that look like them."""
    return text.translate(AS_TYPED_IN_RUSSIAN)


def by_ear(text: str, rng: Random) -> str:
    """A Kazakh name written down in Russian letters by somebody who heard it."""
    kept = "".join(
        _OTHERWISE_RUSSIAN[letter] if letter in _OTHERWISE_RUSSIAN and rng.random() < 0.3 else letter
        for letter in text
    )
    return in_russian(kept)


def with_latin_twins(text: str, rng: Random) -> str:
    """One Cyrillic letter replaced by the Latin one that looks the same."""
    places = [place for place, letter in enumerate(text) if letter.translate(_LATIN_TWINS) != letter]
    if not places:
        return text
    place = rng.choice(places)
    return text[:place] + text[place].translate(_LATIN_TWINS) + text[place + 1 :]


def slip_of_any_letter(word: str, rng: Random) -> str:
    """One letter other, more, fewer, or two swapped: any letter for any other."""
    if len(word) < 3:
        return word
    place, kind = rng.randrange(1, len(word)), rng.random()
    any_letter = rng.choice(_ROMAN if word[place].lower() in _ROMAN else _RUSSIAN)
    if kind < 0.4:
        return word[:place] + any_letter + word[place + 1 :]
    if kind < 0.65:
        return word[:place] + word[place + 1 :]
    if kind < 0.85:
        return word[:place] + any_letter + word[place:]
    return _swapped(word, place)


def slip_of_finger_or_ear(word: str, rng: Random) -> str:
    """The next key, a key held too long or missed, two keys in the wrong order, or a sound misheard."""
    if len(word) < 3:
        return word
    place, kind = rng.randrange(1, len(word)), rng.random()
    letter = word[place].lower()
    if kind < 0.3:
        return word[:place] + rng.choice(NEIGHBOURS.get(letter) or letter) + word[place + 1 :]
    if kind < 0.65:
        return word[:place] + _HEARD.get(letter, letter) + word[place + 1 :]
    if kind < 0.75:
        return word[:place] + letter + word[place:]
    if kind < 0.9:
        return word[:place] + word[place + 1 :]
    return _swapped(word, place)


def _swapped(word: str, place: int) -> str:
    if place + 1 == len(word):
        place -= 1
    return word[:place] + word[place + 1] + word[place].lower() + word[place + 2 :] if place else word
