"""What no template and no style sheet of the project may hold."""

import json
import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((PROJECT / "tirek").glob("*/templates/**/*.html"))
SHEETS = sorted((PROJECT / "assets" / "css").rglob("*.css"))
ICON_SET = PROJECT / "node_modules" / "@iconify-json" / "tabler" / "icons.json"

UNSURE = "\N{REPLACEMENT CHARACTER}"
KNOWN_TO_OTHERS = {"htmx-indicator"}


def without_comments(text: str) -> str:
    text = re.sub(r"\{#.*?#\}", "", text)
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", text, flags=re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def classes_used(text: str) -> set[str]:
    """Return the classes a template names outright; a name put together from a variable is left out."""
    found: set[str] = set()
    for value in re.findall(r'\bclass="((?:\{%.*?%\}|\{\{.*?\}\}|[^"])*)"', text):
        certain = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", UNSURE, value))
        found |= {word for word in certain.split() if UNSURE not in word}
    return found


def classes_known() -> set[str]:
    sheets = "\n".join(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL) for sheet in SHEETS)
    return set(re.findall(r"\.(-?[a-zA-Z][\w-]*)", sheets)) | KNOWN_TO_OTHERS


def test_there_is_something_to_check() -> None:
    assert len(TEMPLATES) > 20
    assert len(SHEETS) > 10


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_holds_no_style_and_no_script_of_its_own(template: Path) -> None:
    text = without_comments(template.read_text())
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script\b(?![^>]*\bsrc=)", text)
    assert not re.search(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_a_template_uses_only_classes_of_the_kit(template: Path) -> None:
    assert classes_used(without_comments(template.read_text())) - classes_known() == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_no_link_leads_nowhere_or_to_another_host(template: Path) -> None:
    text = without_comments(template.read_text())
    assert not re.search(r'href="#"', text)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_no_colour_stands_in_a_template(template: Path) -> None:
    assert not re.search(r'(?:fill|stroke|color)="#[0-9a-fA-F]{3,8}"', template.read_text())


@pytest.mark.parametrize("sheet", [one for one in SHEETS if not one.name.startswith("tokens")], ids=name)
def test_colours_stand_only_among_the_tokens(sheet: Path) -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", sheet.read_text())


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_breakpoints_grow_with_the_letters(sheet: Path) -> None:
    assert not re.search(r"@media[^{]*\d(?:px|rem)", sheet.read_text())


def test_both_palettes_name_only_known_tokens() -> None:
    light, dark = (
        (PROJECT / "assets" / "css" / sheet).read_text() for sheet in ("tokens.css", "tokens-dark.css")
    )
    tokens = set(re.findall(r"(--[\w-]+):", light))
    assert set(re.findall(r"(--[\w-]+):", dark)) <= tokens


def test_every_token_used_is_defined() -> None:
    sheets = "\n".join(sheet.read_text() for sheet in SHEETS)
    assert set(re.findall(r"var\((--[\w-]+)", sheets)) <= set(re.findall(r"(--[\w-]+):", sheets))


@pytest.mark.skipif(not ICON_SET.exists(), reason="front-end parts are not fetched")
def test_every_icon_named_in_a_template_is_in_the_set() -> None:
    known = json.loads(ICON_SET.read_text())
    named = {icon for one in TEMPLATES for icon in re.findall(r'\{% icon "([^"]+)"', one.read_text())}
    assert named <= known["icons"].keys() | known["aliases"].keys()
