"""The report as PDF: its blocks laid out for Typst, which `documents.typesetting` calls."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

from tirek.documents.typesetting import typeset
from tirek.reports.content import ReportContent
from tirek.reports.layout.blocks import SHAPES, Block, Picture, Table
from tirek.reports.layout.outline import lay_out
from tirek.ui import charts

SOURCE: Final = Path(__file__).resolve().parent / "layout" / "report.typ"


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
    return typeset(SOURCE.read_bytes(), {"report": report}, made_at=moment)


def _placed(block: Block) -> dict[str, Any]:
    placed = asdict(block)
    if isinstance(block, Table):
        placed["whole"] = block.whole
    if isinstance(block, Picture):
        del placed["spec"]
        placed["svg"] = charts.svg(block.spec, block.alt)
    return placed
