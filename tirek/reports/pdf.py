"""The report as PDF: Typst, tagged for readers (PDF/UA-1) and for archives (PDF/A-2a), in our own font only.

The data goes in as JSON through `sys.inputs` and is never part of the source, so nothing a person typed can be markup.
Typst passes over an unknown font with a warning and a reader would see blanks: every warning is an error here.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tirek.reports.content import ReportContent
from tirek.reports.layout.blocks import SHAPES, Block, Picture, Table
from tirek.reports.layout.outline import lay_out
from tirek.ui import charts

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("ua-1", "a-2a")
SOURCE: Final = Path(__file__).resolve().parent / "layout" / "report.typ"


class PdfImpossible(RuntimeError):
    """The document cannot be set: a letter or a font is missing, and a blank in an official paper is worse."""


def render_pdf(content: ReportContent) -> bytes:
    """Set the report; raises PdfImpossible where a letter is missing from the font."""
    outline = lay_out(content)
    made_on = content.imprint.made_on
    report: dict[str, Any] = {
        **{name: value for name, value in asdict(outline).items() if name != "blocks"},
        "blocks": [_placed(block) for block in outline.blocks],
        "shapes": {name: shape._asdict() for name, shape in SHAPES.items()},
        "made": [made_on.year, made_on.month, made_on.day],
    }
    moment = datetime.combine(made_on, time(0), UTC)
    return compile_pdf(
        SOURCE.read_bytes(), {"report": json.dumps(report, ensure_ascii=False)}, made_at=moment
    )


def compile_pdf(source: bytes, inputs: dict[str, str], *, made_at: datetime) -> bytes:
    """Compile Typst source with our fonts alone; anything Typst would only warn about is an error."""
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            source,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=list(STANDARDS),
            timestamp=made_at,
        )
    except typst.TypstError as error:
        raise PdfImpossible("; ".join([error.message, *error.hints])) from error
    if warnings:
        raise PdfImpossible("; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise PdfImpossible("Typst gave no document")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import typst

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[charts.FONT_DIRECTORY]
    )
    if charts.FONT not in fonts.families():
        raise charts.FontsMissing(
            f"no {charts.FONT} in {charts.FONT_DIRECTORY}: run the front-end build (make setup)"
        )
    return fonts


def _placed(block: Block) -> dict[str, Any]:
    placed = asdict(block)
    if isinstance(block, Table):
        placed["whole"] = block.whole
    if isinstance(block, Picture):
        del placed["spec"]
        placed["svg"] = charts.svg(block.spec, block.alt)
    return placed
