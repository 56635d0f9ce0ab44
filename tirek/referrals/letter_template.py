"""Builds `letter.docx`, the Word template of letters: `python -m tirek.referrals.letter_template` after changing this file.

An agency that wants another look restyles the file in Word; the places in double braces stay.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

TEMPLATE: Final = Path(__file__).with_name("letter.docx")
_FONT: Final = "Arial"  # on every office computer, with the Kazakh letters
_INK, _QUIET = RGBColor.from_string("15211F"), RGBColor.from_string("475552")


def build() -> WordDocument:
    """The template as a document, not yet saved."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(18)
    section.top_margin, section.bottom_margin = Mm(18), Mm(18)
    normal, title = document.styles["Normal"], document.styles["Title"]
    assert isinstance(normal, ParagraphStyle)
    assert isinstance(title, ParagraphStyle)
    for style, size in ((normal, 11.5), (title, 15)):
        style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
            fonts.attrib.pop(qn(name), None)
    normal.paragraph_format.space_after = Pt(8)
    title.font.bold = True
    border = title.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        title.element.pPr.remove(border)
    _said(document.add_paragraph(), "{{ head }}", size=13, is_bold=True)
    _said(document.add_paragraph(), "{{ contacts }}", size=9.5, colour=_QUIET)
    _rule(document.paragraphs[-1])
    table = document.add_table(rows=1, cols=2)
    numbers, to = table.rows[0].cells
    _said(numbers.paragraphs[0], "{{ number }}", is_bold=True)
    _said(numbers.add_paragraph(), "{{ reply }}", size=10, colour=_QUIET)
    _said(to.paragraphs[0], "{{ to }}", is_bold=True)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{%p for one in paragraphs %}")
    document.add_paragraph("{{ one }}")
    document.add_paragraph("{%p endfor %}")
    signing = document.add_table(rows=1, cols=3)
    _widths(signing.rows[0].cells, (75, 45, 47))
    _said(signing.rows[0].cells[0].paragraphs[0], "{{ signer_post }}")
    _said(signing.rows[0].cells[1].paragraphs[0], "_______________")
    _said(signing.rows[0].cells[2].paragraphs[0], "{{ signer }}")
    _said(section.footer.paragraphs[0], "{{ footer }}", size=8, colour=_QUIET)
    return document


def _said(
    paragraph: Paragraph, text: str, *, size: float = 11.5, is_bold: bool = False, colour: RGBColor = _INK
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), is_bold, colour


def _rule(paragraph: Paragraph) -> None:
    """A line below the letterhead."""
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "15211F")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().append(border)


def _widths(cells: tuple[_Cell, ...], millimetres: tuple[int, ...]) -> None:
    for cell, width in zip(cells, millimetres, strict=True):
        cell.width = Mm(width)


if __name__ == "__main__":
    build().save(str(TEMPLATE))
