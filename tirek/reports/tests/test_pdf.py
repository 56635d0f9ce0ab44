"""What the PDF promises: its standards, its letters, its numbers and its looks."""

from __future__ import annotations

import io
import os
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tirek.documents.typesetting import PdfImpossible, typeset
from tirek.reports.content import Language, Narrative, NarrativeKey, RefusalRow
from tirek.reports.layout.labels import LABELS
from tirek.reports.pdf import render_pdf
from tirek.reports.tests.reading import figures_of, page_greys, pdf_pages, plain, read_png, write_png
from tirek.reports.tests.sample_report import KAZAKH_LETTERS, sample_report
from tirek.reports.word import render_docx
from tirek.ui import charts

GOLDEN = Path(__file__).resolve().parent / "golden"
LANGUAGES: tuple[Language, ...] = ("ru", "kk")
MOMENT = datetime(2017, 11, 27, tzinfo=UTC)


@pytest.fixture(scope="module")
def made() -> dict[Language, bytes]:
    return {language: render_pdf(sample_report(language)) for language in LANGUAGES}


def _root(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def _tags(node: Any) -> Counter[str]:
    found: Counter[str] = Counter()
    queue = [node]
    while queue:
        here = queue.pop().get_object()
        if isinstance(here, list):
            queue += here
        elif isinstance(here, dict):
            found[str(here.get("/S", ""))] += 1
            queue += [here["/K"]] if "/K" in here else []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_names_both_standards(made: dict[Language, bytes], language: Language) -> None:
    metadata = _root(made[language])["/Metadata"].get_object().get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_tagged_and_says_its_language_and_title(
    made: dict[Language, bytes], language: Language
) -> None:
    root = _root(made[language])
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert root["/OutputIntents"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    title = PdfReader(io.BytesIO(made[language])).metadata
    assert title is not None and str(title.title).startswith(LABELS[language]["title"])


def test_structure_tree_has_headings_tables_with_headers_and_figures(made: dict[Language, bytes]) -> None:
    tags = _tags(_root(made["ru"])["/StructTreeRoot"])
    assert tags["/Table"] == 17
    assert tags["/Figure"] >= 3
    assert all(tags[tag] for tag in ("/H1", "/H2", "/H3", "/TH", "/TD", "/Caption", "/LI"))


def test_only_our_font_is_in_the_file(made: dict[Language, bytes]) -> None:
    names: set[str] = set()
    for page in PdfReader(io.BytesIO(made["kk"])).pages:
        resources: Any = page["/Resources"]
        names |= {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
    assert names and all("GolosText" in name for name in names)


def test_all_kazakh_letters_come_back(made: dict[Language, bytes]) -> None:
    assert not set(KAZAKH_LETTERS) - set("".join(pdf_pages(made["kk"])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_content_is_in_the_pdf(made: dict[Language, bytes], language: Language) -> None:
    text = plain(" ".join(pdf_pages(made[language])))
    assert not [figure for figure in figures_of(sample_report(language)) if plain(figure) not in text]


def test_titles_stand_in_the_order_of_the_form(made: dict[Language, bytes]) -> None:
    text, t = plain(" ".join(pdf_pages(made["ru"]))), LABELS["ru"]
    order = ["organisation", "head", "address", "project", "period", "granted", "part", "section_1", "totals"]
    order += ["goal_and_results", "facts", "deviations", "change", "section_2", "gender", "statuses", "ages"]
    order += ["section_3", "concrete_results", "long_term", "signature"]
    places = [text.find(t[key]) for key in order]
    assert -1 not in places
    assert places == sorted(places)


def test_unknowable_unique_people_are_said_so_beside_attendances(made: dict[Language, bytes]) -> None:
    assert "Всего 257 узнать нельзя" in plain(" ".join(pdf_pages(made["ru"])))


def test_every_page_of_a_draft_is_marked_and_no_page_of_a_final_report() -> None:
    draft = pdf_pages(render_pdf(sample_report("ru", draft=True)))
    assert all("ЧЕРНОВИК" in page for page in draft)
    assert not any("ЧЕРНОВИК" in page for page in pdf_pages(render_pdf(sample_report("ru"))))


def test_every_page_has_its_number(made: dict[Language, bytes]) -> None:
    pages = pdf_pages(made["ru"])
    assert all(f"Стр. {i} из {len(pages)}" in plain(page) for i, page in enumerate(pages, 1))


def test_hundreds_of_rows_go_over_pages_with_the_header_repeated() -> None:
    report = sample_report()
    rows = tuple(RefusalRow("Социальный пакет", f"причина {i}", 1000 + i) for i in range(400))
    long = "Что было сделано и почему. " * 200
    events = (replace(report.events[0], completion=long), *report.events[1:])
    pages = pdf_pages(render_pdf(replace(report, refusals=rows, events=events)))
    text = plain(" ".join(pages))
    assert all(f"1 {i:03}" in text for i in range(400))
    heads = [page for page in pages if "Кто решил" in page]
    assert len(heads) >= 8
    assert text.count("сделано") == 200


def test_an_empty_draft_can_be_printed() -> None:
    report = sample_report(draft=True)
    empty = replace(report, events=(), totals=(), results=(), refusals=(), not_attended=(), unmet=(), plan=())
    bare = replace(empty, contact_lost=(), mismatches=(), narratives=(), reach_by_month=())
    text = plain(" ".join(pdf_pages(render_pdf(bare))))
    assert text.count("Раздел ещё не написан") == len(NarrativeKey)


@pytest.mark.parametrize("letter", ["漢", "😀"])
def test_a_letter_the_font_lacks_fails_loudly(letter: str) -> None:
    report = replace(sample_report(), narratives=(Narrative(NarrativeKey.FACTS, f"слово {letter}"),))
    with pytest.raises(PdfImpossible, match=letter):
        render_pdf(report)


def test_an_unknown_font_is_an_error() -> None:
    source = b'#set document(title: "x")\n#set text(font: "Nowhere Sans", fallback: false, lang: "ru")\nabc'
    with pytest.raises(PdfImpossible, match=r"(?i)font"):
        typeset(source, {}, made_at=MOMENT)


def test_missing_font_files_are_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from tirek.documents import typesetting

    monkeypatch.setattr(charts, "FONT_DIRECTORY", tmp_path)
    typesetting._fonts.cache_clear()
    with pytest.raises(charts.FontsMissing, match="make setup"):
        render_pdf(sample_report())
    typesetting._fonts.cache_clear()


def test_typed_markup_stays_text() -> None:
    typed = '#panic("x") *не жирный* $x^2$ #read("/etc/hostname") <label> @ref'
    report = replace(sample_report(), narratives=(Narrative(NarrativeKey.FACTS, typed),))
    assert plain(typed) in plain(" ".join(pdf_pages(render_pdf(report))))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_pdf(sample_report("kk")) == render_pdf(sample_report("kk"))


@pytest.mark.parametrize(("language", "page"), [("ru", 0), ("ru", 3), ("kk", 0), ("kk", 6)])
def test_pages_look_as_agreed(language: Language, page: int) -> None:
    """Set TIREK_GOLDEN=write to agree on a new look, and look at the pictures before committing them."""
    width, height, greys = page_greys(render_pdf(sample_report(language, draft=language == "ru")), page)
    agreed = GOLDEN / f"report-{language}-{page + 1}.png"
    if os.environ.get("TIREK_GOLDEN") == "write":
        write_png(agreed, width, height, greys)
    assert read_png(agreed)[:2] == (width, height)
    differences = [abs(a - b) for a, b in zip(greys, read_png(agreed)[2], strict=True)]
    assert sum(differences) / len(differences) < 2
    assert sum(d > 96 for d in differences) / len(differences) < 0.01


def test_four_documents_take_three_seconds_in_a_warm_process() -> None:
    render_pdf(sample_report("ru"))
    charts.forget()
    started = time.process_time()  # work done, not the time others kept the machine busy
    for language in LANGUAGES:
        render_docx(sample_report(language))
        render_pdf(sample_report(language))
    assert time.process_time() - started <= 3


def test_data_is_never_part_of_the_source() -> None:
    source = b'#set document(title: "x")\n#set text(font: "Golos Text", lang: "ru")\n#json(bytes(sys.inputs.report)).a'
    made = typeset(source, {"report": {"a": '#panic("x")'}}, made_at=MOMENT)
    assert '#panic("x")' in pdf_pages(made)[0]
