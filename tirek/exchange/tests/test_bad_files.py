"""Files that cannot be read are refused with a reason, and nothing is written."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from tirek.exchange.issues import FileRefused
from tirek.exchange.messages import problem_in_words
from tirek.exchange.models import Import
from tirek.exchange.tests import make
from tirek.exchange.workbook import open_workbook
from tirek.people.models import Person

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return stream.getvalue()


def with_part(name: str, body: bytes) -> bytes:
    """A good workbook in which one part is another."""
    good = zipfile.ZipFile(io.BytesIO(make.workbook({"Обращения": [make.APPLICATIONS, *make.TWO_PEOPLE]})))
    return zipped({part: good.read(part) for part in good.namelist()} | {name: body})


def refusal(body: bytes) -> str:
    """The code with which a file is refused."""
    with pytest.raises(FileRefused) as refused:
        open_workbook(body)
    return refused.value.code


def test_an_old_xls_is_named_so() -> None:
    assert refusal(OLE + "Workbook".encode("utf-16-le")) == "xls"


def test_a_password_is_named_so() -> None:
    assert refusal(OLE + "EncryptedPackage".encode("utf-16-le")) == "password"


def test_an_ods_is_named_so() -> None:
    sheet = zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})
    assert refusal(sheet) == "ods"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_a_csv_renamed_is_named_so(encoding: str) -> None:
    assert refusal("№;ФИО;Дата\n1;Тестов Иван;01.02.2017\n".encode(encoding)) == "csv"


@pytest.mark.parametrize(
    "body", [b"<html><table></table></html>", b"%PDF-1.7 \n", b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_what_is_no_workbook_is_named_so(body: bytes) -> None:
    assert refusal(body) == "not_xlsx"


def test_a_word_file_is_named_so() -> None:
    assert refusal(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})) == "not_xlsx"


def test_an_empty_file_is_named_so() -> None:
    assert refusal(b"") == "empty"


def test_a_cut_file_is_damaged() -> None:
    assert refusal(make.pilot()[:20_000]) == "damaged"


def test_broken_xml_is_damaged() -> None:
    assert refusal(with_part("xl/workbook.xml", b"<workbook><sheets>")) == "damaged"


def test_a_zip_bomb_is_not_opened() -> None:
    assert refusal(with_part("xl/worksheets/sheet1.xml", bytes(80 * 1024 * 1024))) == "bomb"


def test_an_entity_bomb_is_not_parsed() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    assert refusal(with_part("xl/workbook.xml", laughs)) == "bomb"


def test_a_false_dimension_does_not_make_a_million_rows() -> None:
    good = make.workbook({"Обращения": [make.APPLICATIONS, *make.TWO_PEOPLE]})
    sheet = zipfile.ZipFile(io.BytesIO(good)).read("xl/worksheets/sheet1.xml")
    lying = with_part("xl/worksheets/sheet1.xml", sheet.replace(b'ref="A1:H3"', b'ref="A1:XFD1048576"'))
    assert len(list(open_workbook(lying)[0].rows())) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"name;date\nA;B\n", "csv"),
        (OLE, "xls"),
        (make.workbook({"Обращения": []}), "no_known_sheets"),
        (make.workbook({"Обращения": [make.APPLICATIONS]}), "no_rows"),
        (make.workbook({"Погода": [("Город", "Градусы"), ("Риддер", 12)]}), "no_known_sheets"),
    ],
)
def test_a_refused_file_writes_nothing_and_says_what_to_do(body: bytes, code: str) -> None:
    file = make.read(body, make.hire())
    assert (file.state, make.problem_codes(file)) == (Import.State.FAILED, [code])
    assert problem_in_words(file.problems[0]) != code
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_an_empty_sheet_beside_others_is_only_mentioned() -> None:
    file = make.bring(
        make.workbook({"Обращения": [make.APPLICATIONS, *make.TWO_PEOPLE], "Услуги": []}), make.hire()
    )
    assert make.problem_codes(file) == ["sheet_empty"]
    assert Person.objects.count() == 2


@pytest.mark.django_db
def test_a_merged_heading_stops_the_sheet_and_a_merged_title_does_not() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Обращения"
    sheet.append(["Журнал обращений"])
    for row in ([], make.APPLICATIONS, *make.TWO_PEOPLE):
        sheet.append(list(row))
    sheet.merge_cells("A1:H1")
    assert make.problem_codes(make.read(make.saved(book), make.hire())) == []
    sheet.merge_cells("D3:E3")
    assert "heading_merged" in make.problem_codes(make.read(make.saved(book), make.hire("b", "Вторая")))


@pytest.mark.django_db
def test_a_missing_column_is_named() -> None:
    book = make.workbook({"Обращения": [("№", "Дата обращения", "Пол"), (1, "01.02.2017", "М")]})
    file = make.read(book, make.hire())
    assert make.problem_codes(file) == ["column_missing"]
    assert "ФИО" in problem_in_words(file.problems[0])


@pytest.mark.django_db
def test_sheets_of_a_project_need_one() -> None:
    file = make.read(make.workbook({"План": [("Показатель", "План"), ("Досуг", 3)]}), make.hire())
    assert make.problem_codes(file) == ["no_project"]
