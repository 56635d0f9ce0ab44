"""Fold a name to one skeleton, its family stem and its consonants, so that spellings of one person meet."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tirek.linkage.letters import VOWELS, clean, spell, tidy

Part = Literal["surname", "given", "patronymic"]

PATRONYMIC_ENDINGS = (
    "ovic",
    "evic",
    "ovna",
    "evna",
    "inicna",
    "icna",
    "uli",
    "uulu",
    "kizi",
    "kezi",
    "gizi",
    "ogli",
    "uglu",
    "oglu",
)
_MALE_PATRONYMIC = ("ovic", "evic", "uli", "uulu", "ogli", "uglu", "oglu")
_SHORT_PATRONYMIC = ("ic",)
_SURNAME_ENDINGS = ("ov", "ev", "in", "ski")
# Women's endings to men's: one family, one stem.
_FEMININE = (("ova", "ov"), ("eva", "ev"), ("skaia", "ski"), ("skaa", "ski"), ("ina", "in"), ("aia", "i"))
_VARIANTS = (("off", "ov"), ("eff", "ev"), ("skii", "ski"), ("skiy", "ski"), ("oi", "i"), ("ii", "i"))
_SOUND = str.maketrans(
    {"b": "p", "v": "f", "d": "t", "g": "k", "h": "k", "z": "s", "j": "w", "c": "w", "x": "s"}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """One name part folded: the whole skeleton, the stem without endings, the consonants that are heard."""

    whole: str
    stem: str
    sound: str


@lru_cache(maxsize=200_000)
def folded(text: str, part: Part = "given") -> Folded:
    """Fold one word of a name; `part` says which endings belong to grammar and not to the name."""
    spelled = _ending_variants(spell(text)) if part == "surname" else spell(text)
    if part == "patronymic":
        stem = _bare(tidy(_without_patronymic(spelled)))
        return Folded(stem, stem, sound(stem))
    whole = tidy(spelled)
    if part == "given":
        return Folded(whole, whole, sound(whole))
    stem = _bare(tidy(_without_family_ending(spelled)))
    return Folded(whole, stem, sound(stem))


def fold(text: str, part: Part = "given") -> str:
    """The skeleton two spellings share: «Ғалымұлы», «Галымулы», «Galymuly»; equal means written alike."""
    return "-".join(one for word in words(text) if (one := folded(word, part).whole))


@lru_cache(maxsize=200_000)
def words(text: str) -> tuple[str, ...]:
    """The words of one name part; a patronymic ending written apart is joined to its name."""
    found = [word for word in re.split(r"[\s\-()/,.]+", clean(text)) if word]
    joined: list[str] = []
    for word in found:
        if joined and is_loose_ending(word):
            joined[-1] += word
        else:
            joined.append(word)
    return tuple(joined)


@lru_cache(maxsize=200_000)
def sound(skeleton: str) -> str:
    """The consonants as heard, voiced and unvoiced alike; a first vowel leaves a star."""
    if not skeleton:
        return ""
    heard = "".join(letter for letter in skeleton if letter not in VOWELS)
    heard = re.sub(r"(.)\1+", r"\1", heard.translate(_SOUND))
    return ("*" if skeleton[0] in VOWELS else "") + heard


def is_loose_ending(word: str) -> bool:
    """Is the word a patronymic ending written apart, as in «Серік ұлы»?"""
    return spell(word) in {"uli", "uulu", "kizi", "gizi", "ogli", "uglu", "oglu"}


@lru_cache(maxsize=200_000)
def is_patronymic(word: str) -> bool:
    """Does the word end as only a patronymic (or a Kazakh surname made of one) ends?"""
    spelled = _yo(spell(word))
    longer = any(spelled.endswith(end) and len(spelled) >= len(end) + 2 for end in PATRONYMIC_ENDINGS)
    return longer or (spelled.endswith(("lic", "tic", "mic", "kic")) and len(spelled) in range(4, 8))


@lru_cache(maxsize=200_000)
def patronymic_sex(word: str) -> Literal["m", "f"] | None:
    """The sex a patronymic ending tells."""
    spelled = _yo(spell(word))
    if not is_patronymic(word):
        return None
    return "m" if spelled.endswith((*_MALE_PATRONYMIC, *_SHORT_PATRONYMIC)) else "f"


@lru_cache(maxsize=200_000)
def surname_sex(word: str) -> Literal["m", "f"] | None:
    """The sex a Russian-style surname ending tells."""
    spelled = spell(word)
    if spelled.endswith(("ova", "eva", "skaia")):
        return "f"
    return "m" if spelled.endswith(("ov", "ev", "ski", "skii")) else None


def _yo(spelled: str) -> str:
    return spelled.replace("ie", "e")


def _ending_variants(spelled: str) -> str:
    spelled = _yo(spelled)
    for written, usual in (*_VARIANTS, *_FEMININE):
        if spelled.endswith(written) and len(spelled) > len(written) + 2:
            return spelled[: -len(written)] + usual
    return spelled


def _without_patronymic(spelled: str) -> str:
    # «Мадиевич» and «Мәдиұлы» must leave the same stem, so endings go before letters are merged.
    plain = _yo(spelled) if spelled.endswith(("ievic", "ievna")) else spelled
    if plain.endswith(("ldinovic", "ldinovna")):  # «Амангельдинович» is Амангелдіұлы
        return plain[:-6]
    for end in (*PATRONYMIC_ENDINGS, *_SHORT_PATRONYMIC):
        if plain.endswith(end) and len(plain) >= len(end) + 2:
            return plain[: -len(end)]
    return plain


def _without_family_ending(spelled: str) -> str:
    bare = _without_patronymic(spelled) if spelled.endswith(PATRONYMIC_ENDINGS) else spelled
    for end in _SURNAME_ENDINGS:
        if bare.endswith(end) and len(bare) >= len(end) + 3:
            return bare[: -len(end)]
    return bare


def _bare(stem: str) -> str:
    shorter = stem.rstrip("aeiou")
    return shorter if len(shorter) >= 2 else stem
