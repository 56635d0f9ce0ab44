"""Catalogues by Babel: extract from Python and templates, update ru and kk, compile, and tell what is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE: Final = Path(__file__).resolve().parent.parent
LOCALES: Final = SOURCE / "locale"
LANGUAGES: Final = ("ru", "kk")
_KEYWORDS: Final[Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_CALL: Final = re.compile(r"\b(_|gettext|ngettext|pgettext)\(")
_LITERAL: Final = re.compile(r"\s*(u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\")\s*,?", re.DOTALL)

Found = tuple[str, int, str | tuple[str, str], str | None]


def _from_template(path: Path) -> Iterator[Found]:
    """Texts of a template: Django turns its tags into calls, the literals of which are read here."""
    from django.utils.translation.template import templatize

    code = templatize(path.read_text("utf-8"), origin=str(path))
    for call in _CALL.finditer(code):
        place, texts = call.end(), []
        while literal := _LITERAL.match(code, place):
            texts.append(str(ast.literal_eval(literal.group(1))))
            place = literal.end()
        line = code.count("\n", 0, call.start()) + 1
        if call.group(1) == "ngettext" and len(texts) >= 2:
            yield str(path.relative_to(SOURCE)), line, (texts[0], texts[1]), None
        elif call.group(1) == "pgettext" and len(texts) >= 2:
            yield str(path.relative_to(SOURCE)), line, texts[1], texts[0]
        elif texts:
            yield str(path.relative_to(SOURCE)), line, texts[0], None


def _from_python(path: Path) -> Iterator[Found]:
    """Texts of a module: the literals given to gettext's functions."""
    stream = BytesIO(path.read_bytes())
    extracted: Any = extract_python(stream, _KEYWORDS, (), {"encoding": "utf-8"})
    for line, function, said, _comments in extracted:
        texts = [text for text in (said if isinstance(said, tuple) else (said,)) if isinstance(text, str)]
        if not texts:
            continue
        where = str(path.relative_to(SOURCE))
        if function.startswith("ngettext") and len(texts) >= 2:
            yield where, line, (texts[0], texts[1]), None
        elif function.startswith("pgettext") and len(texts) >= 2:
            yield where, line, texts[1], texts[0]
        else:
            yield where, line, texts[0], None


def extract() -> Catalog:
    """Every visible text of the program as an empty catalogue."""
    catalog = Catalog(project="Tirek", version="", charset="utf-8", fuzzy=False)
    for path in sorted(SOURCE.rglob("*")):
        if "tests" in path.parts or "migrations" in path.parts or not path.is_file():
            continue
        if path.suffix == ".py":
            found = _from_python(path)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found = _from_template(path)
        else:
            continue
        for where, _line, message, context in found:
            catalog.add(message, locations=[(where, 0)], context=context)
    return catalog


def path_of(language: str) -> Path:
    """Where a language's catalogue stands."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def load(language: str) -> Catalog:
    """A language's catalogue, empty where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Tirek", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def update() -> None:
    """Bring new texts into both catalogues and drop those that are gone."""
    template = extract()
    for language in LANGUAGES:
        catalog = load(language)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        with path_of(language).open("wb") as stream:
            write_po(stream, catalog, sort_output=True, omit_header=False, include_lineno=False, width=110)


def compile_all() -> None:
    """Write the binary catalogues beside the text ones."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as stream:
            write_mo(stream, load(language))


def _missing(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return True
    said = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return not all(said)


def untranslated() -> dict[str, list[str]]:
    """The texts that a language lacks, by language."""
    template = extract()
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        catalog = load(language)
        for message in template:
            if message.id and _missing(catalog.get(message.id, message.context)):
                said = message.id if isinstance(message.id, str) else message.id[0]
                found.setdefault(language, []).append(said)
    return found


def run_messages(*, check: bool) -> int:
    """`tirek messages`: update and compile; with --check only tell what is untranslated, exit 1 if anything is."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True, TEMPLATES=[])
        django.setup()
    if not check:
        update()
        compile_all()
    missing = untranslated()
    for language, texts in missing.items():
        print(f"{language}: {len(texts)} texts are not translated")
        for text in texts[:40]:
            print(f"  {text}")
    return 1 if missing else 0
