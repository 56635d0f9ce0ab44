"""A list is read however it is written, and nothing of it is lost unsaid."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tirek.linkage.batch import BatchProblem
from tirek.linkage.batch.folding_rows import Entry, sealing, understood
from tirek.linkage.batch.lists import Fault, read_list
from tirek.linkage.identifiers import check_digit

RUSSIAN = "№ п/п{0}ИИН{0}Фамилия{0}Имя{0}Отчество{0}Дата рождения{0}Пол"
ROW = "7{0}{0}Сериков{0}Нурлан{0}Габитович{0}08.03.1989{0}м"


def read(path: Path) -> tuple[list[Entry], list[Fault]]:
    entries, faults = [], []
    for row in read_list(path):
        if isinstance(row, Fault):
            faults.append(row)
            continue
        entry, said = understood(row, sealing(b"k"))
        faults += said
        if entry is not None:
            entries.append(entry)
    return entries, faults


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_any_encoding_and_delimiter_gives_the_same_person(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = written(tmp_path, f"{RUSSIAN}\r\n{ROW}\r\n".format(delimiter), encoding)
    (entry,), faults = read(path)
    assert (entry.id, entry.subject.surname, entry.subject.given) == ("7", "Сериков", "Нурлан")
    assert f"{entry.subject.birth_on}" == "1989-03-08"
    assert not faults


def test_headings_in_kazakh_and_in_another_order(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Жынысы;Туған күні;Тегі;Аты;Әкесінің аты;ЖСН;р/с №\nер;8.3.1989;Сериков;Нұрлан;;;1\n"
    )
    (entry,), _ = read(path)
    assert (entry.id, entry.subject.sex, entry.subject.given) == ("1", "m", "Нұрлан")


def test_a_title_above_the_headings_is_passed_over(tmp_path: Path) -> None:
    path = written(tmp_path, "Список осуждённых\n\nid,ФИО,Год рождения\n1,Серікұлы Нұрлан Ғабитұлы,1989\n")
    (entry,), _ = read(path)
    assert (entry.subject.surname, entry.subject.patronymic, entry.subject.year) == (
        "Серікұлы",
        "Ғабитұлы",
        1989,
    )


def test_lines_of_two_encodings_are_both_read_and_the_odd_ones_named(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes("id,фамилия,имя\n1,Сериков,Нурлан\n".encode() + "2,Омаров,Болат\n".encode("cp1251"))
    entries, faults = read(path)
    assert [one.subject.surname for one in entries] == ["Сериков", "Омаров"]
    assert [(one.line, "Windows-1251" in one.what) for one in faults] == [(3, True)]


@pytest.mark.parametrize(
    "written_iin",
    ["890308399989.0", "890308399989,00", "8.90308399989E+11", " 890308 399989 ", "'890308399989"],
)
def test_an_iin_that_went_through_a_spreadsheet_is_still_that_iin(tmp_path: Path, written_iin: str) -> None:
    path = written(
        tmp_path, f'id;iin;surname;given_name\n1;"{written_iin}";Серік;Нұрлан\n2;890308399989;Серік;Нұрлан\n'
    )
    one, other = read(path)[0]
    assert one.subject.iin_digest == other.subject.iin_digest is not None


def test_lost_leading_zeros_come_back_only_where_the_check_digit_proves_them(tmp_path: Path) -> None:
    first = "03040159901"
    iin = f"{first}{check_digit(first)}"
    wrong = f"{iin[1:-1]}{(int(iin[-1]) + 1) % 10}"
    rows = f"1,{iin},А,Б\n2,{iin[1:]},А,Б\n3,{iin[1:]}.0,А,Б\n4,{wrong},А,Б\n"
    entries, faults = read(written(tmp_path, f"id,iin,surname,given_name\n{rows}"))
    right, *others, refused = [one.subject.iin_digest for one in entries]
    assert right is not None
    assert others == [right, right]
    assert refused is None
    assert [(one.line, "ИИН" in one.what) for one in faults] == [(5, True)]


@pytest.mark.parametrize("date", ["1989-03-08", "08.03.1989", "8 марта 1989 г.", "32575"])
def test_dates_in_several_formats_are_one_date(tmp_path: Path, date: str) -> None:
    (entry,), faults = read(written(tmp_path, f"id;surname;given_name;birth_date\n1;Серік;Нұрлан;{date}\n"))
    assert f"{entry.subject.birth_on}" == "1989-03-08"
    assert not faults


def test_a_date_and_a_sex_that_do_not_read_are_said_and_the_row_stays(tmp_path: Path) -> None:
    (entry,), faults = read(written(tmp_path, "id,фио,дата рождения,пол\n5,Серік Нұрлан,99.99.1989,?\n"))
    assert entry.subject.birth_on is None
    assert [(one.line, one.id, one.left_out) for one in faults] == [(2, "5", False)] * 2


def test_missing_columns_are_one_sentence_that_says_which(tmp_path: Path) -> None:
    with pytest.raises(BatchProblem) as refused:
        read(written(tmp_path, "№;фамилия;отчество\n1;Серік;Ғабитұлы\n"))
    assert "нет колонки имя" in refused.value.russian
    assert "ФИО" in refused.value.russian
    with pytest.raises(BatchProblem) as refused:
        read(written(tmp_path, "фио,дата рождения\nСерік Нұрлан,1989\n"))
    assert "id" in refused.value.russian
    assert "фамилия" not in refused.value.russian


@pytest.mark.parametrize("text", ["", "\n\n", "просто текст\n"])
def test_a_file_that_is_no_list_is_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(BatchProblem):
        read(written(tmp_path, text))


def test_a_quote_nobody_closed_does_not_swallow_the_rest(tmp_path: Path) -> None:
    rows = "".join(f"{number},Серік,Нұрлан\n" for number in range(3, 40))
    entries, faults = read(written(tmp_path, f'id,surname,given_name\n1,"Серік,Нұрлан\n2,Омар,Болат\n{rows}'))
    assert [one.id for one in entries] == [str(number) for number in range(1, 40)]
    assert [one.line for one in faults] == [2]


def test_a_quoted_cell_may_run_over_lines_and_hold_the_delimiter(tmp_path: Path) -> None:
    text = 'id,surname,given_name\n"a,\n1",Серік,"Нұрлан"\n2,"Ом""ар",Болат\n'
    entries, faults = read(written(tmp_path, text))
    assert [(one.id, one.subject.surname) for one in entries] == [("a, 1", "Серік"), ("2", 'Ом"ар')]
    assert not faults


def test_rows_without_id_or_without_anybody_are_said(tmp_path: Path) -> None:
    entries, faults = read(written(tmp_path, "id,iin,surname,given_name\n,,Серік,Нұрлан\n4,,,\n"))
    assert [one.id for one in entries] == ["#2"]
    assert [(one.line, one.left_out) for one in faults] == [(2, False), (3, True)]


def test_a_workbook_is_read_as_it_is_typed(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["ИИН", "ФИО", "Дата рождения", "№"])
    sheet.append([890308399989.0, "Серікұлы Нұрлан", datetime(1989, 3, 8), 1.0])
    book.save(tmp_path / "list.xlsx")
    (entry,), faults = read(tmp_path / "list.xlsx")
    assert entry.id == "1"
    assert entry.subject.iin_digest is not None
    assert f"{entry.subject.birth_on}" == "1989-03-08"
    assert not faults


def test_a_list_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BatchProblem, match="cannot be read"):
        read(tmp_path / "none.csv")
