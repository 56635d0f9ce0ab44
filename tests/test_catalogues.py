"""What the catalogues of Russian and Kazakh must hold, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from tirek.config.messages import LANGUAGES, extract, load

PLACEHOLDER: Final = re.compile(r"%\(\w+\)[a-z]|%[sd%]|\{\w*\}")
MIXED_WORD: Final = re.compile(r"[A-Za-z]+[А-ЯЁа-яёӘәҒғҚқҢңӨөҰұҮүҺһІі]|[А-ЯЁа-яёӘәҒғҚқҢңӨөҰұҮүҺһІі]+[A-Za-z]")
CYRILLIC: Final = re.compile(r"[А-ЯЁа-яёӘәҒғҚқҢңӨөҰұҮүҺһІі]")
OWN_LETTERS: Final = {"ru": "ёъэщыц", "kk": "әғқңөұүһі"}
FOREIGN_LETTERS: Final = {"ru": re.compile("[ӘәҒғҚқҢңӨөҰұҮүҺһІі]"), "kk": re.compile("[ІIi](?=[а-яё])")}
KAZAKH_SHARE: Final = 0.8
FORMS: Final = {"ru": 3, "kk": 2}
LEAST_LENGTH: Final = 12
"""A text shorter than this may hold no letter that only Kazakh has."""
KAZAKH_LETTERS_NAMED: Final = (
    "Tirek",
    "Check the spelling, or write the surname and the given name together:",
)
"""The texts that show a Kazakh letter in Russian too begin so."""

Key = tuple[str | None, str]


@cache
def texts() -> dict[Key, Message]:
    """Every text of the program."""
    return {key_of(message): message for message in extract() if message.id}


@cache
def catalogue(language: str) -> Catalog:
    """One language's catalogue."""
    return load(language)


def key_of(message: Message) -> Key:
    """By what a text is found: its context and its words, the singular where there are two."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def said(message: Message) -> tuple[str, ...]:
    """What a catalogue says: one form, or several where the text counts."""
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


def asked(message: Message) -> tuple[str, ...]:
    """The words of the program: one form, or the singular and the plural."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(language: str) -> Iterator[Message]:
    """The entries of a catalogue without its header."""
    for message in catalogue(language):
        if message.id:
            yield message


def placeholders(text: str) -> list[str]:
    """The places a text leaves open, in alphabetical order."""
    return sorted(PLACEHOLDER.findall(text))


def show(wrong: list[str]) -> str:
    """A readable list of what is wrong."""
    return "\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_program_is_translated(language: str) -> None:
    own = {key_of(message): message for message in translated(language)}
    missing = [key[1] for key in texts() if key not in own or not all(said(own[key]))]
    assert not missing, show(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_holds_nothing_that_the_program_no_longer_says(language: str) -> None:
    left = [key_of(message)[1] for message in translated(language) if key_of(message) not in texts()]
    assert not left and not catalogue(language).obsolete, show(left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language: str) -> None:
    assert not [message.id for message in translated(language) if message.fuzzy]


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_placeholders(language: str) -> None:
    wrong = [
        f"{form!r} for {message.id!r}"
        for message in translated(language)
        for form in said(message)
        if placeholders(form) not in [placeholders(text) for text in asked(message)]
    ]
    assert not wrong, show(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_counted_text_has_all_forms_of_its_language(language: str) -> None:
    assert catalogue(language).num_plurals == FORMS[language]
    wrong = [
        str(message.id)
        for message in translated(language)
        if len(said(message)) != (FORMS[language] if message.pluralizable else 1)
    ]
    assert not wrong, show(wrong)


def test_russian_forms_of_a_number_differ() -> None:
    alike = [
        form[0] for message in translated("ru") if len(form := said(message)) > 1 and len(set(form)) == 1
    ]
    assert not alike, show(alike)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_in_english(language: str) -> None:
    left = [
        form
        for message in translated(language)
        for form in said(message)
        if re.search(
            r"[^\W\d_]", PLACEHOLDER.sub("", message.id if isinstance(message.id, str) else message.id[0])
        )
        and (form in asked(message) or not CYRILLIC.search(PLACEHOLDER.sub("", form)))
    ]
    assert not left, show(left)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_mixes_latin_and_cyrillic_letters(language: str) -> None:
    mixed = [
        form
        for message in translated(language)
        for form in said(message)
        if MIXED_WORD.search(PLACEHOLDER.sub(" ", form))
    ]
    assert not mixed, show(mixed)


def test_russian_holds_no_kazakh_letters() -> None:
    wrong = [
        form
        for message in translated("ru")
        for form in said(message)
        if FOREIGN_LETTERS["ru"].search(form) and not key_of(message)[1].startswith(KAZAKH_LETTERS_NAMED)
    ]
    assert not wrong, show(wrong)


def test_kazakh_is_kazakh_and_not_russian() -> None:
    long = [
        form
        for message in translated("kk")
        for form in said(message)
        if len(CYRILLIC.findall(form)) >= LEAST_LENGTH
    ]
    with_own = [form for form in long if set(form.lower()) & set(OWN_LETTERS["kk"])]
    assert len(with_own) >= KAZAKH_SHARE * len(long)
    russian = {key_of(message): said(message) for message in translated("ru")}
    same = [
        form
        for message in translated("kk")
        for form in said(message)
        if len(CYRILLIC.findall(form)) >= LEAST_LENGTH and form in russian.get(key_of(message), ())
    ]
    assert not same, show(same)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_compiled_catalogue_says_what_the_text_says(language: str) -> None:
    stream = BytesIO()
    write_mo(stream, catalogue(language))
    stream.seek(0)
    compiled = GNUTranslations(stream)
    lost = [
        str(message.id) for message in translated(language) if heard(compiled, message) != said(message)[0]
    ]
    assert not lost, show(lost)


def heard(compiled: GNUTranslations, message: Message) -> str:
    """What the compiled catalogue answers: the form for one where the text counts."""
    if isinstance(message.id, str):
        text = message.id
        return compiled.pgettext(message.context, text) if message.context else compiled.gettext(text)
    one, many = asked(message)
    return compiled.ngettext(one, many, 1)
