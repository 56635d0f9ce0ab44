"""Builds `report.docx`, the Word template: `python -m tirek.reports.layout.build_template` after changing this file.

The template loops over the blocks of the outline and has one table for every shape, so that widths, styles and the
repeated header row are Word's own and can be restyled in Word without touching code.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tirek.reports.layout.blocks import SHAPES, Align, Shape

TEMPLATE: Final = Path(__file__).resolve().parent / "report.docx"
TEXT_WIDTH_MM: Final = 167

_FONT: Final = "Arial"  # on every office computer, with the Kazakh letters and the tenge sign
_INK, _QUIET, _BRAND, _WARN = (RGBColor.from_string(c) for c in ("15211F", "475552", "0D5F5B", "774700"))
_LINE: Final = "C9D2CE"
_HEAD_GROUND: Final = "E8F1EF"
_SIDES: Final[dict[Align, WD_ALIGN_PARAGRAPH]] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}


def build() -> WordDocument:
    """The template as a document, not yet saved."""
    document = Document()
    for paragraph in list(document.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    _page(document)
    _styles(document)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ project }}", style="Subtitle")
    document.add_paragraph("{{ issue }}", style="Issue line")
    _blocks(document)
    return document


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(25), Mm(18)
    section.top_margin, section.bottom_margin = Mm(22), Mm(22)


def _styles(document: WordDocument) -> None:
    normal = _style(document, "Normal", 10, _INK, before=0, after=5)
    normal.paragraph_format.line_spacing = 1.15
    _style(document, "Title", 20, _BRAND, bold=True, before=0, after=4)
    _style(document, "Subtitle", 13, _INK, bold=True, before=0, after=3)
    _style(document, "Heading 1", 14, _BRAND, bold=True, before=20, after=8)
    _style(document, "Heading 2", 12, _INK, bold=True, before=16, after=6)
    _style(document, "Heading 3", 10.5, _INK, bold=True, before=12, after=4)
    _style(document, "Caption", 9, _BRAND, bold=True, before=10, after=4, next_stays=True)
    _style(document, "List Bullet", 10, _INK, before=0, after=2)
    _style(document, "Header", 8.5, _WARN, before=0, after=0)
    _style(document, "Footer", 8, _QUIET, before=0, after=0)
    _style(document, "Issue line", 9, _QUIET, before=0, after=12)
    _style(document, "Item label", 8.5, _QUIET, before=6, after=1, next_stays=True)
    _style(document, "Item value", 10.5, _INK, bold=True, before=0, after=4)
    _style(document, "Note", 9, _QUIET, before=4, after=4)
    _style(document, "Gap", 10, _WARN, bold=True, before=4, after=4)
    _style(document, "Cell", 9, _INK, before=2, after=2)
    _style(document, "Cell strong", 9, _INK, bold=True, before=2, after=2)
    _style(document, "Cell head", 8.5, _INK, bold=True, before=2, after=2, next_stays=True)
    _style(document, "Cell inner", 9, _INK, before=2, after=2).paragraph_format.left_indent = Mm(3.5)
    _style(document, "Picture", 10, _INK, before=0, after=8)
    _style(document, "Signature line", 10, _INK, before=30, after=8)
    hint = document.styles.add_style("Hint", WD_STYLE_TYPE.CHARACTER)
    hint.font.bold, hint.font.color.rgb = False, _QUIET
    _running_heads(document)


def _style(
    document: WordDocument,
    name: str,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    before: float,
    after: float,
    next_stays: bool = False,
) -> Any:
    known = name in [style.name for style in document.styles]
    style: Any = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.keep_with_next = next_stays or name.startswith("Heading")
    for ready_made in ("w:pBdr", "w:tabs"):
        for part in style.element.findall(f".//{qn(ready_made)}"):
            part.getparent().remove(part)
    return style


def _running_heads(document: WordDocument) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = "{% if draft %}{{ draft_mark|upper }}: {{ draft_note }}{% endif %}"
    foot = section.footer.paragraphs[0]
    foot.text = "{{ footer }}\t{{ page_word }} "
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH_MM), alignment=2)
    _field(foot, "PAGE")
    foot.add_run(" {{ of_word }} ")
    _field(foot, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._element.append(field)


def _blocks(document: WordDocument) -> None:
    add = document.add_paragraph
    add("{%p for b in blocks %}")
    for level in (1, 2, 3):
        add(f"{{%p {'if' if level == 1 else 'elif'} b.kind == 'heading' and b.level == {level} %}}")
        heading = add("{{ b.text }}", style=f"Heading {level}")
        heading.add_run("{% if b.hint %} {{ b.hint }}{% endif %}", style="Hint")
    add("{%p elif b.kind == 'item' %}")
    add("{{ b.label }}", style="Item label")
    add("{{ b.value }}", style="Item value")
    for tone, style in (("body", "Normal"), ("note", "Note"), ("gap", "Gap")):
        add(f"{{%p elif b.kind == 'paragraph' and b.tone == '{tone}' %}}")
        add("{{ b.text }}", style=style)
    add("{%p elif b.kind == 'bullets' %}")
    add("{%p for line in b.lines %}")
    add("{{ line }}", style="List Bullet")
    add("{%p endfor %}")
    add("{%p elif b.kind == 'picture' %}")
    add("{{ b.caption }}", style="Caption")
    add("{{ b.image }}", style="Picture")
    add("{%p elif b.kind == 'signature' %}")
    add("{{ b.post }} ______________________________ ({{ b.under }})  {{ b.name }}", style="Signature line")
    add("{{ b.stamp }}     {{ b.day }}: ________________")
    add("{%p elif b.kind == 'table' and not b.rows %}")
    add("{{ b.caption }}", style="Caption")
    add("{{ b.empty }}", style="Note")
    for name, shape in SHAPES.items():
        add(f"{{%p elif b.kind == 'table' and b.shape == '{name}' %}}")
        add("{{ b.caption }}", style="Caption")
        _table(document, shape)
        add("", style="Note")
    add("{%p endif %}")
    add("{%p endfor %}")


def _table(document: WordDocument, shape: Shape) -> None:
    """A header row that repeats on every page, and a loop over rows with three ways to set one."""
    table = document.add_table(rows=9, cols=len(shape.widths))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _borders(table)
    for column, width in zip(table.columns, shape.widths, strict=True):
        column.width = Mm(TEXT_WIDTH_MM * width / 100)
    head, *rest = table.rows
    _mark_row(head._tr, "w:tblHeader")
    for index, cell in enumerate(head.cells):
        _write(cell, f"{{{{ b.columns[{index}] }}}}", "Cell head", shape.aligns[index])
        _ground(cell)
    steps = ["for row in b.rows", "if row.strong", "", "elif row.inner", "", "else", "", "endif"]
    for row, step in zip(rest, steps, strict=True):
        if step:
            _write(row.cells[0], f"{{%tr {step} %}}", "Cell", "left")
    for row, style in zip((rest[2], rest[4], rest[6]), ("Cell strong", "Cell inner", "Cell"), strict=True):
        _mark_row(row._tr, "w:cantSplit")
        for index, cell in enumerate(row.cells):
            first = style if index == 0 or style != "Cell inner" else "Cell"
            _write(cell, f"{{{{ row.cells[{index}] }}}}", first, shape.aligns[index])
    _write(table.add_row().cells[0], "{%tr endfor %}", "Cell", "left")
    for row in table.rows:
        for cell, width in zip(row.cells, shape.widths, strict=True):
            cell.width = Mm(TEXT_WIDTH_MM * width / 100)


def _write(cell: _Cell, text: str, style: str, side: Align) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.alignment = _SIDES[side]
    paragraph.add_run(text)


def _mark_row(row: Any, mark: str) -> None:
    row.get_or_add_trPr().append(OxmlElement(mark))


def _ground(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD_GROUND)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def _borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    # The schema wants the borders before these, and Word is strict about it.
    later = ("shd", "tblLayout", "tblCellMar", "tblLook")
    table._tbl.tblPr.insert_element_before(borders, *(f"w:{name}" for name in later))


if __name__ == "__main__":
    build().save(str(TEMPLATE))
