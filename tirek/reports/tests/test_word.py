"""What the Word document promises: real styles, and the numbers of the PDF."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from tirek.reports.content import Language, Narrative, NarrativeKey, RefusalRow
from tirek.reports.layout.blocks import Picture
from tirek.reports.layout.build_template import TEMPLATE, build
from tirek.reports.layout.outline import lay_out
from tirek.reports.pdf import render_pdf
from tirek.reports.tests.reading import digits, figures_of, pdf_pages, plain, word_document, word_text
from tirek.reports.tests.sample_report import KAZAKH_LETTERS, sample_report
from tirek.reports.word import render_docx
from tirek.ui import charts

LANGUAGES: tuple[Language, ...] = ("ru", "kk")


@pytest.fixture(scope="module")
def made() -> dict[Language, bytes]:
    return {language: render_docx(sample_report(language)) for language in LANGUAGES}


def _beside_the_text(language: Language, pages: int) -> Counter[str]:
    """Numbers that only the PDF has as text: inside charts, and at the foot of each page."""
    outline = lay_out(sample_report(language))
    found: Counter[str] = Counter()
    for block in outline.blocks:
        if isinstance(block, Picture):
            found += digits(" ".join(re.findall(r">([^<>]+)</text>", charts.svg(block.spec, ""))))
    for page in range(1, pages + 1):
        found += digits(f"{outline.footer} {page} {pages}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_and_pdf_hold_exactly_the_same_numbers(made: dict[Language, bytes], language: Language) -> None:
    pages = pdf_pages(render_pdf(sample_report(language)))
    in_pdf = digits(" ".join(pages))
    in_pdf.subtract(_beside_the_text(language, len(pages)))
    assert +in_pdf == digits(word_text(made[language]))
    assert not -in_pdf


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_content_is_in_word(made: dict[Language, bytes], language: Language) -> None:
    text = plain(word_text(made[language]))
    assert not [figure for figure in figures_of(sample_report(language)) if plain(figure) not in text]


def test_the_pilots_figures_can_be_found(made: dict[Language, bytes]) -> None:
    words = word_text(made["ru"]).split()
    assert all(figure in words for figure in ("257", "197", "60", "190", "188", "332", "68"))


def test_all_kazakh_letters_come_back(made: dict[Language, bytes]) -> None:
    assert not set(KAZAKH_LETTERS) - set(word_text(made["kk"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_words_own_styles_in_the_order_of_the_outline(
    made: dict[Language, bytes], language: Language
) -> None:
    styles = [p.style.name for p in word_document(made[language]).paragraphs if p.style is not None]
    levels = [f"Heading {b.level}" for b in lay_out(sample_report(language)).blocks if b.kind == "heading"]
    assert [style for style in styles if style and style.startswith("Heading")] == levels
    assert styles[0] == "Title"


def test_every_table_repeats_its_header_row(made: dict[Language, bytes]) -> None:
    tables = word_document(made["ru"]).tables
    assert len(tables) == 17
    assert all(table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for table in tables)


def test_every_picture_has_its_sentence(made: dict[Language, bytes]) -> None:
    drawn = word_document(made["kk"]).element.body.iter(qn("wp:docPr"))
    expected = [b.alt for b in lay_out(sample_report("kk")).blocks if isinstance(b, Picture)]
    assert [picture.get("descr") for picture in drawn] == expected
    assert len(expected) == 3


def test_the_document_says_its_language_title_and_author(made: dict[Language, bytes]) -> None:
    document = word_document(made["kk"])
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "kk-KZ"
    assert document.core_properties.title.startswith("Гранттың іске асырылуы туралы есеп")
    assert document.core_properties.author == "Сейтова Айгерим Маратовна"


def test_pages_are_numbered(made: dict[Language, bytes]) -> None:
    foot = word_document(made["ru"]).sections[0].footer._element
    assert [field.get(qn("w:instr")) for field in foot.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]


def test_a_draft_is_marked_on_every_page_and_a_final_report_is_not(made: dict[Language, bytes]) -> None:
    draft = word_document(render_docx(sample_report("kk", draft=True)))
    assert "АЛДЫН АЛА НҰСҚА" in draft.sections[0].header.paragraphs[0].text
    assert word_document(made["kk"]).sections[0].header.paragraphs[0].text == ""


def test_typed_markup_stays_text() -> None:
    typed = "{{ 7 * 7 }} {% raw %} <w:br/> & «кавычки»"
    report = sample_report()
    report = replace(report, narratives=(Narrative(NarrativeKey.FACTS, typed),))
    assert typed in word_text(render_docx(report))


def test_signs_xml_forbids_do_not_break_the_file() -> None:
    report = replace(sample_report(), narratives=(Narrative(NarrativeKey.FACTS, "до\x0b\x00после\u200b"),))
    assert "допосле" in word_text(render_docx(report))


def test_hundreds_of_rows_are_all_there() -> None:
    rows = tuple(RefusalRow("Социальный пакет", f"причина {i}", 1000 + i) for i in range(400))
    text = plain(word_text(render_docx(replace(sample_report(), refusals=rows))))
    assert all(f"1 {i:03}" in text for i in range(400))


def test_the_template_is_the_one_its_script_builds() -> None:
    from docx import Document

    committed, built = Document(str(TEMPLATE)), build()
    assert committed.element.xml == built.element.xml
    assert committed.styles.element.xml == built.styles.element.xml
    for name in ("header", "footer"):
        assert (
            getattr(committed.sections[0], name)._element.xml == getattr(built.sections[0], name)._element.xml
        )


def test_nothing_of_the_template_language_is_left(made: dict[Language, bytes]) -> None:
    assert not re.search(r"{{|{%|%}|}}", word_text(made["ru"]))
