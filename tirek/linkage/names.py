"""Read a name as people write it: surname, given name and patronymic in any usual order, letters kept as written."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tirek.linkage.folding import is_loose_ending, is_patronymic
from tirek.linkage.given_names import is_given_name
from tirek.linkage.letters import INITIAL, clean, is_initial, spell

_NUMBERING = re.compile(r"^\s*(?:№\s*)?\d+\s*[.)]?\s+")
_TITLE = re.compile(
    r"^(?:гр(?:ажданин|ажданка|-н|-ка)?|г-н|г-жа|осужд[её]нн(?:ый|ая))\b\.?\s+", re.IGNORECASE
)
_DOTTED = re.compile(rf"(?:^|\s)({INITIAL}\.\s*(?:{INITIAL}\.?)?)(?=\s|$)")
_BARE_LETTERS = re.compile(r"\s([^\W\d_](?:\s+[^\W\d_])?)$")
_TWO_CAPITALS = re.compile(r"(?<=[^\W\d_])\s+([^\W\d_]{2})$")
_LAST_LETTER = re.compile(r"(?:^|[\s.])[^\W\d_]$")
_LETTER = re.compile(r"[^\W\d_]")
_HYPHEN = re.compile(r"\s*-\s*")
_BRACKET = re.compile(r"\s*\(")
_SURNAME_ENDINGS = (
    "ov", "ev", "ova", "eva", "ski", "skii", "skaia", "enko", "cuk", "iuk", "uk", "dze", "wvili", "ih", "ian",
)  # fmt: skip
_IN_ENDINGS = ("in", "ina")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart but not changed: each part keeps its letters as written."""

    surname: str
    given: str
    patronymic: str = ""
    reordered: bool = False

    @property
    def full(self) -> str:
        """The parts in official order."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def has_initials(self) -> bool:
        """Is the given name only a letter?"""
        return is_initial(self.given)

    @property
    def is_empty(self) -> bool:
        """Was there no name at all?"""
        return not (self.surname or self.given)


@lru_cache(maxsize=200_000)
def parse_name(text: str) -> Name:
    """Take a written name apart: «Серік ұлы Нұрлан», «Е.Ж. Мұхамеджанов» and «Станислав Михайлович Михайлов» too."""
    written = _TITLE.sub("", _NUMBERING.sub("", clean(text))).strip(' .,;:*"«»')
    if text.rstrip().endswith(".") and _LAST_LETTER.search(written):
        written += "."
    written = _HYPHEN.sub("-", written)
    if not _LETTER.search(written):
        return Name("", "")
    if (initials := _with_initials(written)) is not None:
        return initials
    surname, comma, rest = written.partition(",")
    if comma and surname.strip() and rest.strip():
        return _by_order([surname.strip(), *_tokens(rest)])
    return _by_shape(_tokens(written))


def name_of_columns(surname: str, given: str, patronymic: str) -> Name:
    """A name in three columns: they are believed unless a patronymic stands in the place of a given name."""
    if not patronymic and is_patronymic(given.replace(" ", "")):
        return parse_name(f"{surname} {given}")
    return Name(surname, given, patronymic)


def _with_initials(written: str) -> Name | None:
    """«Мұхамеджанов Е.Ж.», «Е. Ж. Мұхамеджанов», «Мұхамеджанов Е» and «Мұхамеджанов ЕЖ»."""
    found = _DOTTED.search(written) or _BARE_LETTERS.search(written)
    if found is None and not written.isupper():
        found = _TWO_CAPITALS.search(written)
        if found and not found.group(1).isupper():
            found = None
    if found is None:
        return None
    surname = " ".join((written[: found.start()] + " " + written[found.end() :]).split())
    if len(surname) < 2 or (" " in surname and "(" not in surname):
        return None
    given, patronymic = [*re.findall(INITIAL, found.group(1)), ""][:2]
    return Name(surname, f"{given}.", f"{patronymic}." if patronymic else "", reordered=found.start() == 0)


def _tokens(written: str) -> list[str]:
    """Words; a patronymic ending written apart and a former surname in brackets stay with their word."""
    found: list[str] = []
    for word in _BRACKET.sub(" (", written).split():
        if found and (
            is_loose_ending(word) or word.startswith("(") or found[-1].count("(") > found[-1].count(")")
        ):
            found[-1] += " " + word
        else:
            found.append(word)
    return found


def _by_order(tokens: list[str], *, reordered: bool = False) -> Name:
    return Name(tokens[0], tokens[1] if len(tokens) > 1 else "", " ".join(tokens[2:]), reordered)


def _by_shape(tokens: list[str]) -> Name:
    """The official order unless the shape of the words says otherwise."""
    if len(tokens) == 1:
        word = tokens[0]
        return Name("", word) if is_given_name(word) and not _surname_like(word) else Name(word, "")
    marks = [place for place, word in enumerate(tokens) if place and is_patronymic(_joined(word))]
    if len(tokens) == 2:
        return _of_two(*tokens, patronymic_last=bool(marks))
    if not marks:
        swapped = is_given_name(tokens[0]) and not _surname_like(tokens[0]) and _surname_like(tokens[-1])
        return Name(tokens[-1], tokens[0], " ".join(tokens[1:-1]), True) if swapped else _by_order(tokens)
    first = marks[0]
    if first < len(tokens) - 1:
        return Name(" ".join(tokens[first + 1 :]), " ".join(tokens[:first]), tokens[first], True)
    return Name(tokens[0], " ".join(tokens[1:first]), tokens[first])


def _of_two(first: str, second: str, *, patronymic_last: bool) -> Name:
    if patronymic_last:
        # «Нұрлан Серікұлы»: the patronymic serves as surname; «Иван Петрович» has none.
        if spell(_joined(second)).endswith(("uli", "kizi")):
            return Name(second, first, "", True)
        return Name("", first, second)
    known = is_given_name(first) and not is_given_name(second)
    swapped = not _surname_like(first) and not is_given_name(second) and (
        _surname_like(second) or (known and (spell(second).endswith(_IN_ENDINGS)))
    )  # fmt: skip
    return Name(second, first, "", True) if swapped else Name(first, second)


def _joined(word: str) -> str:
    return word.replace(" ", "") if "(" not in word else word


def _surname_like(word: str) -> bool:
    return len(word) > 3 and spell(word).endswith(_SURNAME_ENDINGS) and word.lower() not in {"яков", "лев"}
