"""The report as a Word document: the committed template filled by docxtpl from the same outline as the PDF."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from tirek.reports.content import ReportContent
from tirek.reports.layout.blocks import Block, Outline, Picture
from tirek.reports.layout.outline import lay_out
from tirek.ui import charts

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

TEMPLATE: Final = Path(__file__).resolve().parent / "layout" / "report.docx"
PICTURE_WIDTH_MM: Final = 150
PICTURE_SCALE: Final = 3


def render_docx(content: ReportContent) -> bytes:
    """Fill the template; everything a person typed is escaped, so no text can become markup."""
    from docxtpl import DocxTemplate

    outline = lay_out(content)
    template = DocxTemplate(TEMPLATE)
    context = {name: value for name, value in asdict(outline).items() if name != "blocks"}
    context["blocks"] = [_placed(template, block) for block in outline.blocks]
    template.render(context, autoescape=True)
    _describe(template, content, outline)
    made = BytesIO()
    template.save(made)
    return made.getvalue()


def _placed(template: DocxTemplate, block: Block) -> dict[str, Any]:
    placed = asdict(block)
    if isinstance(block, Picture):
        placed["image"] = _image(template, block)
    return placed


def _image(template: DocxTemplate, picture: Picture) -> Any:
    """A picture that carries its sentence as alternative text, which docxtpl does not offer by itself."""
    from docx.shared import Mm
    from docxtpl import InlineImage

    class Described(InlineImage):  # type: ignore[misc]
        """An inline picture with alternative text."""

        def _insert_image(self) -> str:
            drawn: str = super()._insert_image()
            return drawn.replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(picture.alt)} ", 1)

    pixels = BytesIO(charts.png(picture.spec, PICTURE_SCALE))
    return Described(template, pixels, width=Mm(PICTURE_WIDTH_MM))


def _describe(template: DocxTemplate, content: ReportContent, outline: Outline) -> None:
    """Title, author, date and language of the document, for search, screen readers and spelling."""
    from docx.oxml.ns import qn

    document = template.docx
    about = document.core_properties
    about.title, about.author = f"{outline.title}. {outline.project}", outline.author
    about.subject, about.comments, about.keywords = outline.issue, "", ""
    about.language, about.revision = outline.locale, content.imprint.version
    about.created = about.modified = datetime.combine(content.imprint.made_on, time(0), UTC)
    about.last_modified_by = outline.author
    defaults = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for language in defaults.findall(qn("w:lang")):
        defaults.remove(language)
    language = defaults.makeelement(
        qn("w:lang"), {qn("w:val"): outline.locale, qn("w:eastAsia"): outline.locale}
    )
    defaults.append(language)
