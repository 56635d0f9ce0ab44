"""Letters of the scripts a Kazakh name is written in, and one plain Latin skeleton for all of them.

The skeleton has one sign per sound: j is Ж, c is Ч, w is Ш and Щ, h is Х and Һ, x is Ц; the rest reads as written.
"""

import re
import unicodedata
from functools import lru_cache

VOWELS = frozenset("aeiou")

# Kazakh, Russian and look-alike Cyrillic letters to the skeleton; я, ю, ё and ь depend on neighbours, below.
_CYRILLIC = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ё": "e",
    "ж": "j", "з": "z", "и": "i", "й": "i", "к": "k", "қ": "k", "ҡ": "k", "ӄ": "k", "л": "l", "м": "m", "н": "n",
    "ң": "n", "ӊ": "n", "о": "o", "ө": "o", "ѳ": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u",
    "ү": "u", "ӯ": "u", "ў": "u", "ф": "f", "х": "h", "һ": "h", "ҳ": "h", "ц": "ts", "ч": "c", "ҷ": "j", "ш": "w",
    "щ": "w", "ъ": "", "ы": "i", "і": "i", "ї": "i", "э": "e", "ӛ": "a", "ӣ": "i",
}  # fmt: skip

# Latin letters with marks: the alphabets of 2018 (acute) and 2021 (diaeresis), and other countries' passports.
_LATIN_MARKED = {
    "ä": "a", "á": "a", "â": "a", "ə": "a", "ğ": "g", "ǵ": "g", "ı": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n",
    "ń": "n", "ŋ": "n", "ö": "o", "ó": "o", "ô": "o", "ü": "u", "ú": "u", "ū": "u", "û": "u", "ý": "u", "ş": "w",
    "š": "w", "ç": "č", "ć": "č", "ž": "j", "é": "e", "è": "e", "ë": "e", "ê": "e",
}  # fmt: skip

_LATIN_STEPS = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"s['’ʼ]", "w"), (r"c['’ʼ]", "č"), (r"y['’ʼ]", "u"),  # the alphabet of October 2017
        (r"shch|sch|sh", "w"), (r"tch|ch", "č"), (r"dzh|zh|dj", "j"), (r"kh", "h"), (r"gh", "g"), (r"ph", "f"),
        (r"tz", "ts"), (r"^x", "h"), (r"x", "ks"), (r"(?<=[aeiouy])j$", "i"),
        (r"c", "k"), (r"č", "c"), (r"q", "k"), (r"y", "i"),
    )
)  # fmt: skip

# Latin letters typed for Cyrillic ones inside a Cyrillic word: «Бейбiт» with a Latin i is everyday.
_LATIN_LOOKALIKE = str.maketrans(
    "aceopxyikmhtəAÄBCEHIKMOPTXY",
    "асеорхуікмһтәАӘВСЕНІКМОРТХУ",
)
_CYRILLIC_LOOKALIKE = str.maketrans("асеорхуікмһтАВСЕНІКМОРТХУ", "aceopxyikmhtABCEHIKMOPTXY")

_AFTER_CONSONANT = re.compile(r"(?<=[^aeiou])i[ou]")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_DOUBLED = re.compile(r"(.)\1+")
_HAS_CYRILLIC = re.compile("[\u0400-\u052f]")
_HAS_LATIN = re.compile("[a-zA-Z\u00c0-\u024f\u0259]")


def clean(text: str) -> str:
    """Compose the letters, make every kind of space and dash plain, and drop signs nobody sees."""
    text = unicodedata.normalize("NFC", text)
    return " ".join(_DASHES.sub("-", _UNSEEN.sub("", text)).split())


# One letter for a name; some sounds take two: Дж., Zh., Yu.
INITIAL = r"(?:Дж|Дз|Dzh|Zh|Sh|Ch|Kh|Gh|Ts|Yu|Ya|Ye|Yo|[^\W\d_])"
_INITIAL_DOT = re.compile(INITIAL + r"\.")


def is_initial(text: str) -> bool:
    """Is a part of a name only an initial: «Е.», «Я», «Zh.»?"""
    bare = text.strip()
    return len(bare) == 1 or (len(bare) <= 4 and _INITIAL_DOT.fullmatch(bare) is not None)


def one_script(word: str) -> str:
    """Repair a word whose letters come from two alphabets, keeping the alphabet most of them belong to."""
    cyrillic, latin = len(_HAS_CYRILLIC.findall(word)), len(_HAS_LATIN.findall(word))
    if not cyrillic or not latin:
        return word
    return word.translate(_LATIN_LOOKALIKE if cyrillic >= latin else _CYRILLIC_LOOKALIKE)


@lru_cache(maxsize=200_000)
def spell(word: str) -> str:
    """The sounds of one word, letter by letter, doubled letters and endings still in place."""
    word = one_script(clean(word)).lower().replace("i\u0307", "i")
    word = word.replace("дж", "ж")
    if _HAS_LATIN.search(word):
        word = _spell_latin(word)
    signs: list[str] = []
    soft = False
    for letter in word:
        signs.append(_sign(letter, signs, soft))
        soft = letter == "ь"
    return "".join(signs)


def tidy(spelled: str) -> str:
    """The skeleton of spelled sounds: «нг» is ң, «тс» is ц, ие is е, doubled letters are one."""
    spelled = spelled.replace("ng", "n").replace("ts", "x").replace("ie", "e")
    return _DOUBLED.sub(r"\1", spelled)


def _spell_latin(word: str) -> str:
    # A written w is в (or у after q and k); it must go before «sh» and ş take its place in the skeleton.
    word = re.sub(r"(?<=[qk])w", "u", word).replace("w", "v")
    word = "".join(_LATIN_MARKED.get(letter, letter) for letter in word)
    for pattern, sign in _LATIN_STEPS:
        word = pattern.sub(sign, word)
    # yo and yu after a consonant are ё and ю, written е and у here; in Cyrillic letters «ио» stays what it is.
    return _AFTER_CONSONANT.sub(lambda found: "e" if found.group() == "io" else "u", word)


def _sign(letter: str, before: list[str], soft: bool) -> str:
    if letter == "о" and soft:
        return "e"
    if letter in "яю":
        hard_consonant = bool(before) and before[-1] not in VOWELS and before[-1] != "" and not soft
        vowel = "a" if letter == "я" else "u"
        return vowel if hard_consonant else "i" + vowel
    sign = _CYRILLIC.get(letter)
    if sign is not None:
        return sign
    return letter if letter.isascii() and letter.isalpha() else ""
