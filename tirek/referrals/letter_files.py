"""Word and PDF of a letter from one sheet; for the worker, never for a page."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from tirek.documents.typesetting import PDF, typeset
from tirek.referrals.letters import Sheet

SOURCE: Final = Path(__file__).with_name("letter.typ")
TEMPLATE: Final = Path(__file__).with_name("letter.docx")
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES: Final = {"pdf": PDF, "docx": WORD}


def set_pdf(sheet: Sheet) -> bytes:
    """The letter as a tagged PDF; raises PdfImpossible where a letter is missing from the font."""
    data = {**_plain(sheet), "made": [sheet.day.year, sheet.day.month, sheet.day.day]}
    return typeset(SOURCE.read_bytes(), {"said": data}, made_at=_moment(sheet))


def set_word(sheet: Sheet) -> bytes:
    """The letter as a Word document; what somebody typed is escaped, so no text can become markup."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(BytesIO(_template()))
    template.render(_plain(sheet), autoescape=True)
    about = template.docx.core_properties
    about.title, about.author = " ".join(filter(None, [sheet.title, sheet.number])), sheet.head
    about.last_modified_by, about.comments, about.subject = sheet.head, "", ""
    about.created = about.modified = _moment(sheet)
    about.language = f"{sheet.language}-KZ"
    made = BytesIO()
    template.save(made)
    return made.getvalue()


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _plain(sheet: Sheet) -> dict[str, Any]:
    return {name: value for name, value in asdict(sheet).items() if name != "day"}


def _moment(sheet: Sheet) -> datetime:
    return datetime.combine(sheet.day, time(0), UTC)
