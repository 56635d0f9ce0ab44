"""The four documents of a version, rendered from one content a language; Word and PDF load here, never in a web process."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from tirek.reports.content import Language, ReportContent

WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"
LANGUAGES: Final[tuple[Language, ...]] = ("ru", "kk")
Format = Literal["word", "pdf"]
ENDING: Final[dict[str, str]] = {"word": "docx", "pdf": "pdf"}
MIME: Final[dict[str, str]] = {"word": WORD, "pdf": PDF}


def file_name(slot: str) -> str:
    """The file name of a document: word_ru is report-ru.docx."""
    form, _, language = slot.partition("_")
    return f"report-{language}.{ENDING[form]}"


def mime(slot: str) -> str:
    """The document's media type."""
    return MIME[slot.partition("_")[0]]


def rendered(contents: dict[Language, ReportContent]) -> dict[str, bytes]:
    """All documents by the field of the version that keeps them."""
    from tirek.reports.pdf import render_pdf
    from tirek.reports.word import render_docx

    made: dict[str, bytes] = {}
    for language, content in contents.items():
        made[f"word_{language}"] = render_docx(content)
        made[f"pdf_{language}"] = render_pdf(content)
    return made


def frozen(content: ReportContent) -> dict[str, Any]:
    """The content as JSON, to be kept with the version."""
    plain = _plain(asdict(content))
    assert isinstance(plain, dict)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
