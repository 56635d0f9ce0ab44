"""The reader of sheets says of every cell what openpyxl says, whatever program wrote the file."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tirek.exchange.tests import make
from tirek.exchange.tests.test_bad_files import zipped
from tirek.exchange.workbook import MAX_COLUMNS, open_workbook

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXTS = (
    "<t>Тестов</t>",
    "<r><t>Сынақова </t></r><r><t>Әлия</t></r><rPh sb='0' eb='1'><t>é</t></rPh>",
    "<t xml:space='preserve'> a &amp; b </t>",
    "<t>#REF!</t>",
    "<t/>",
)
STYLES = ("General", "DD.MM.YYYY", "hh:mm", "[h]:mm:ss", "0.00")


@lru_cache(maxsize=2)
def book(*, since_1904: bool = False) -> dict[str, bytes]:
    """The parts of a workbook that has these texts and styles; its sheet is put in afterwards."""
    made = openpyxl.Workbook()
    if since_1904:
        made.epoch = datetime(1904, 1, 1)
    sheet = made.worksheets[0]
    for number, style in enumerate(STYLES, start=1):
        sheet.cell(number, 1, 1).number_format = style
    with zipfile.ZipFile(io.BytesIO(make.saved(made))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    items = "".join(f"<si>{text}</si>" for text in TEXTS)
    override = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    types = parts["[Content_Types].xml"].decode().replace("</Types>", override)
    strings = f'<sst xmlns="{NAMESPACE}">{items}</sst>'
    return parts | {"[Content_Types].xml": types.encode(), "xl/sharedStrings.xml": strings.encode()}


def with_rows(rows: str, *, since_1904: bool = False, prefix: str = "") -> bytes:
    """That workbook with a sheet of these rows."""
    spelled = f"{prefix}:" if prefix else ""
    name = f":{prefix}" if prefix else ""
    inside = f"<{spelled}sheetData>{rows}</{spelled}sheetData>"
    sheet = f'<{spelled}worksheet xmlns{name}="{NAMESPACE}">{inside}</{spelled}worksheet>'
    return zipped(book(since_1904=since_1904) | {"xl/worksheets/sheet1.xml": sheet.encode()})


def ours(body: bytes) -> list[tuple[int, list[Any]]]:
    """Our reader's rows, each to its last cell that is not empty."""
    return [(row.number, trimmed(row.values)) for row in open_workbook(body)[0].rows()]


def theirs(body: bytes) -> list[tuple[int, list[Any]]]:
    """The same from openpyxl."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet: Any = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1)
        return [(number, trimmed(row)) for number, row in rows if any(cell not in (None, "") for cell in row)]


def trimmed(values: Any) -> list[Any]:
    """Values with their types, so that 1, 1.0 and True are three things."""
    kept = [(type(value).__name__, value) for value in values]
    while kept and kept[-1][1] is None:
        kept.pop()
    return kept


texts = st.text("аЯёқӘzZ09 _=#&<>'\"\t\n\u00a0\u200b\U0001f600", max_size=8).map(escape)
numbers = st.one_of(
    st.integers(-5, 80_000).map(str),
    st.floats(-10, 80_000, allow_nan=False).map(repr),
    st.sampled_from(["0", "1", "60", "59.5", "36526.75", "1e3", "1.5E2", "12345678901234567890", "99999999"]),
)
contents = st.one_of(
    numbers.map(lambda n: (None, f"<v>{n}</v>")),
    numbers.map(lambda n: ("n", f"<v>{n}</v>")),
    st.integers(0, len(TEXTS) - 1).map(lambda n: ("s", f"<v>{n}</v>")),
    st.sampled_from("01").map(lambda n: ("b", f"<v>{n}</v>")),
    texts.map(lambda t: ("str", f"<f>A1&amp;B1</f><v>{t}</v>")),
    st.sampled_from(["#REF!", "#DIV/0!"]).map(lambda t: ("e", f"<v>{t}</v>")),
    st.sampled_from(["2017-07-21", "2017-07-21T10:30:00", "10:30:00"]).map(lambda t: ("d", f"<v>{t}</v>")),
    texts.map(lambda t: ("inlineStr", f"<is><t xml:space='preserve'>{t}</t></is>")),
    st.tuples(texts, texts).map(
        lambda t: (
            "inlineStr",
            f"<is><r><t>{t[0]}</t></r><r><t>{t[1]}</t></r><rPh sb='0' eb='1'><t>é</t></rPh></is>",
        )
    ),
    st.sampled_from([(None, ""), (None, "<v></v>"), ("s", ""), ("inlineStr", ""), (None, "<f>1+1</f>")]),
)


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    """The cells of a row: some say where they stand, some stand behind the one before."""
    made: list[str] = []
    for letters in ("A", "C", "H", "BG", "BI", "XFD"):
        for place in (f' r="{letters}{row}"', ""):
            if (place or made) and draw(st.booleans()):
                kind, inside = draw(contents)
                style = f' s="{draw(st.integers(0, len(STYLES)))}"' if draw(st.booleans()) else ""
                of_kind = f' t="{kind}"' if kind else ""
                made.append(f"<c{place}{style}{of_kind}>{inside}</c>")
    return "".join(made)


@st.composite
def rows(draw: st.DrawFn) -> str:
    made = []
    for number in draw(st.lists(st.integers(1, 40), max_size=4)):
        said = f' r="{number}" spans="1:3"' if draw(st.booleans()) else ""
        made.append(f"<row{said}>{draw(cells(number))}</row>")
    return "\n ".join(made)


@given(rows(), st.booleans())
def test_every_cell_is_what_openpyxl_says(xml: str, since_1904: bool) -> None:
    body = with_rows(xml, since_1904=since_1904)
    assert ours(body) == theirs(body)


def test_every_cell_of_the_pilot_is_what_openpyxl_says() -> None:
    assert ours(make.pilot()) == theirs(make.pilot())


def test_a_workbook_that_openpyxl_wrote_is_read_as_openpyxl_reads_it() -> None:
    day = datetime(2017, 7, 21)
    values = [
        day,
        day.date(),
        time(10, 30),
        timedelta(hours=30),
        True,
        1,
        1.5,
        "=1+1",
        "=A1",
        "текст",
        None,
        "я",
    ]
    body = make.workbook({"Лист": [values, [], [None, *values]]})
    assert ours(body) == theirs(body)
    assert date(2017, 7, 21) in [value.date() for _, value in ours(body)[0][1][:2]]


def test_names_with_a_prefix_are_the_same_names() -> None:
    row = '<x:row r="3"><x:c r="B3"><x:v>5</x:v></x:c><x:c t="inlineStr"><x:is><x:t>да</x:t></x:is></x:c></x:row>'
    body = with_rows(row, prefix="x")
    assert ours(body) == theirs(body) == [(3, [("NoneType", None), ("int", 5), ("str", "да")])]


def test_cells_of_formulas_are_pointed_out() -> None:
    body = with_rows('<row r="1"><c r="A1"><v>1</v></c><c r="C1"><f>A1+1</f><v>2</v></c></row>')
    assert [row.formulas for row in open_workbook(body)[0].rows()] == [[2]]


@pytest.mark.parametrize(
    "rows", ['<row r="1"><c r="A1"><v>x</v></c></row>', '<row r="1"><c t="s"><v>77</v></c></row>', "<row>"]
)
def test_a_damaged_sheet_is_an_error_and_no_empty_sheet(rows: str) -> None:
    with pytest.raises(Exception, match=r".+"):
        ours(with_rows(rows))


def test_a_sheet_that_declares_entities_far_inside_is_not_read() -> None:
    declared = f'<?xml version="1.0"?>{" " * 5000}<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    sheet = f'{declared}<worksheet xmlns="{NAMESPACE}"><sheetData/></worksheet>'
    with pytest.raises(ValueError, match="document type"):
        ours(zipped(book() | {"xl/worksheets/sheet1.xml": sheet.encode()}))
