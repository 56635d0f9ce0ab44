"""PDF by Typst: tagged for readers (PDF/UA-1) and for archives (PDF/A-2a), in our own font only; for the worker, never for a page.

Data goes in through `sys.inputs` and is never part of the source, so nothing a person typed can be markup. Typst passes over an
unknown font or letter with a warning and a reader would see blanks: every warning is an error here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from tirek.ui import charts

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("ua-1", "a-2a")
PDF: Final = "application/pdf"


class PdfImpossible(RuntimeError):
    """The document cannot be set: a letter or a font is missing, and a blank in an official paper is worse."""


def typeset(source: bytes, inputs: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Set Typst source with JSON of each input under `sys.inputs`; raises PdfImpossible for what Typst would only warn about."""
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            source,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={name: json.dumps(one, ensure_ascii=False) for name, one in inputs.items()},
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
