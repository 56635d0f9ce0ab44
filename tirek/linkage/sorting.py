"""A sort key in the order of the Kazakh alphabet that plain byte order sorts rightly: made when a name is written."""

import unicodedata
from functools import lru_cache

from tirek.linkage.letters import clean, one_script

# The 42 letters in their official order, then Latin for the names written so.
ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя" + "abcdefghijklmnopqrstuvwxyz"
_CODES = {letter: chr(97 + place // 26) + chr(97 + place % 26) for place, letter in enumerate(ALPHABET)}
# A gap sorts before every letter, so «Али Я» stands before «Алиев А».
_GAP = "0"
_LOOKALIKE = str.maketrans("əѳӊҡӄӯ", "әөңққұ")


@lru_cache(maxsize=100_000)
def sort_key(text: str) -> str:
    """The key of a whole name or of one part: digits and small Latin letters only, two for each letter."""
    words = clean(text).replace("-", " ").split()
    return _GAP.join(key for word in words if (key := _word_key(word)))


@lru_cache(maxsize=200_000)
def _word_key(word: str) -> str:
    return "".join(_letter_key(letter) for letter in one_script(word).lower())


def _letter_key(letter: str) -> str:
    letter = letter.translate(_LOOKALIKE)
    if (code := _CODES.get(letter)) is not None:
        return code
    if letter.isascii() and letter.isdigit():
        return "1" + letter
    # A marked letter of another alphabet sorts as its plain one; punctuation does not sort at all.
    plain = unicodedata.normalize("NFD", letter)[0]
    return _CODES.get(plain, "")
