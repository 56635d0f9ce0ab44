"""Codes of what is wrong, in words: which sheet, which row, which column, what it is and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tirek.exchange.models import ImportRow
from tirek.exchange.sheets import KINDS

_ISSUES: Final[Mapping[str, Any]] = {
    "age_unreadable": gettext_lazy("the age cannot be read; write it as «28–32», «59+» or «34»"),
    "birth_unreadable": gettext_lazy("the birth date cannot be read and was left out"),
    "cell_error": gettext_lazy("the cell holds an error of the spreadsheet; put the value in its place"),
    "consent_undated": gettext_lazy("the consent has no date; write it as дд.мм.гггг"),
    "date_american": gettext_lazy("the date is written the American way or may be; write it as дд.мм.гггг"),
    "date_future": gettext_lazy("the date lies in the future; check the year"),
    "date_impossible": gettext_lazy("there is no such date; write it as дд.мм.гггг"),
    "date_incomplete": gettext_lazy("day and month are missing; write the date as дд.мм.гггг"),
    "date_missing": gettext_lazy("the date is missing; fill it in"),
    "date_unreadable": gettext_lazy("this is not a date; write it as дд.мм.гггг"),
    "dates_reversed": gettext_lazy("the end is before the beginning; check both dates"),
    "entered_unknown": gettext_lazy("neither yes nor no; the decision was left open"),
    "event_left_out": gettext_lazy("the row of its event has a mistake; correct that one first"),
    "event_unknown": gettext_lazy("there is no event with this number; check it with the sheet of events"),
    "formula": gettext_lazy("the cell holds a formula; put its value in its place"),
    "exists_elsewhere": gettext_lazy(
        "Another agency has a record of this person; yours gets a record of its own"
    ),
    "iin_bad": gettext_lazy("the IIN is wrong (length or check digit); the row goes in without it"),
    "iin_birth_differs": gettext_lazy("the IIN tells another birth date; both are kept, please check"),
    "iin_sex_differs": gettext_lazy("the IIN tells the other sex; both are kept, please check"),
    "kind_missing": gettext_lazy("the service is not named; fill it in"),
    "kind_unknown": gettext_lazy("this service is not in the catalogue yet; it is proposed as written"),
    "merged": gettext_lazy("cells are merged; unmerge them and fill in each row"),
    "name_missing": gettext_lazy("the name is missing; fill it in"),
    "number_bad": gettext_lazy("this is not a whole number or a sum; correct it"),
    "name_odd": gettext_lazy("this is no name: it holds signs that names never have; correct it"),
    "number_missing": gettext_lazy("the figure is missing; fill it in"),
    "person_changed": gettext_lazy("this № stood for another person before; check whose row it is"),
    "plan_unknown": gettext_lazy(
        "nothing is counted under this name; name a kind of help, or «Участники пилотной программы»"
    ),
    "reason_missing": gettext_lazy("no reason is given; «not stated» is recorded, please add it"),
    "result_missing": gettext_lazy("no result is given; the line stays open"),
    "result_unknown": gettext_lazy(
        "this result is not known; the line stays open, the words are kept as a note"
    ),
    "sex_unknown": gettext_lazy("the sex cannot be read and was left out"),
    "status_unknown": gettext_lazy("this social status is not known; the row goes in without it"),
    "text_cut": gettext_lazy("the text is too long and was cut"),
    "text_equals": gettext_lazy("the text begins with «=»; it is kept as text, please check"),
    "text_missing": gettext_lazy("the cell is empty; fill it in"),
}
_TWINS: Final[Mapping[str, Any]] = {
    "number_twice": gettext_lazy("the same № stands in row %(other)s too; number each row once"),
    "plan_twice": gettext_lazy("the plan has this indicator in row %(other)s too; put them together"),
    "named_twice": gettext_lazy("the same row stands in row %(other)s too; remove one of them"),
}
_FILES: Final[Mapping[str, Any]] = {
    "bomb": gettext_lazy("The file unpacks into more than a workbook ever holds. It was not opened."),
    "csv": gettext_lazy(
        "This is a text file (CSV), even if it is called .xlsx. Open it and save it as .xlsx."
    ),
    "damaged": gettext_lazy("The file is damaged. Open it, save it again as .xlsx and try once more."),
    "empty": gettext_lazy("The file is empty."),
    "namesakes_cut": gettext_lazy(
        "A name of the file is so common in the registry that not everybody who has it was compared. Add birth dates or IINs."
    ),
    "no_known_sheets": gettext_lazy(
        "No sheet of the file is known. Give the sheets their usual names: Обращения, Услуги, Мероприятия…"
    ),
    "no_rows": gettext_lazy("The file has no rows under its headings."),
    "no_project": gettext_lazy("Nothing says which grant the file belongs to. Add the sheet «Проект»."),
    "not_xlsx": gettext_lazy("This is not an .xlsx workbook. Open it in a spreadsheet and save it as .xlsx."),
    "ods": gettext_lazy("This is an .ods workbook. Save it as .xlsx and try again."),
    "password": gettext_lazy("The workbook is protected by a password. Save it without one and try again."),
    "project_incomplete": gettext_lazy(
        "The sheet «Проект» must hold the title, the beginning and the end, and they must be readable."
    ),
    "commit_failed": gettext_lazy("The file could not be written and nothing of it was. Try again."),
    "read_failed": gettext_lazy("The file could not be read to the end. Take it back and hand it in again."),
    "register_changed": gettext_lazy(
        "The registry changed meanwhile, so the file was read again. Look once more."
    ),
    "too_big": gettext_lazy("The file is larger than 60 MB. Divide it."),
    "too_many_rows": gettext_lazy("A sheet has more than 400,000 rows. Divide the file."),
    "xls": gettext_lazy("This is an old .xls workbook. Save it as .xlsx and try again."),
}
_SHEETS: Final[Mapping[str, Any]] = {
    "column_missing": gettext_lazy(
        "Sheet «%(sheet)s»: the column «%(column)s» is missing. Add it or name it so."
    ),
    "column_twice": gettext_lazy(
        "Sheet «%(sheet)s»: two columns are called «%(column)s». Rename one of them."
    ),
    "column_vanished": gettext_lazy(
        "Sheet «%(sheet)s»: the column «%(column)s» was there last time and is missing now."
        " Name it so again, or choose below what its heading means; until then the sheet is not taken in."
    ),
    "line_left_out": gettext_lazy("Sheet «%(sheet)s», row %(row)s: a line of text, not a record; left out."),
    "heading_merged": gettext_lazy(
        "Sheet «%(sheet)s», row %(row)s: the heading has merged cells. Unmerge them."
    ),
    "heading_missing": gettext_lazy("Sheet «%(sheet)s»: no row of headings was found."),
    "sheet_empty": gettext_lazy("Sheet «%(sheet)s» is empty."),
    "sheet_twice": gettext_lazy(
        "Sheet «%(sheet)s»: there is another sheet of the same kind. Put them together, or name them apart."
    ),
    "sheet_unknown": gettext_lazy("Sheet «%(sheet)s» is not known and was left out."),
}

_REFUSALS: Final[Mapping[str, Any]] = {
    "cannot_be_struck": gettext_lazy(
        "This line belongs to the books of the grant. Correct it on the page of the grant."
    ),
    "committed": gettext_lazy("The file is written already."),
    "file_problems": gettext_lazy(
        "A sheet cannot be read. Correct the file, or leave out what has mistakes."
    ),
    "no_grant": gettext_lazy("The rows have no grant to belong to. Correct the sheet «Проект» first."),
    "not_committed": gettext_lazy("Write the file first."),
    "not_previewed": gettext_lazy("The file is not ready: it is being read or written."),
    "out_of_stock": gettext_lazy(
        "What this line gave is no longer in stock, so it cannot count again: nothing was changed."
        " First say in “Services and places” how many there are, then restore the line."
    ),
    "row_errors": gettext_lazy(
        "Some rows have mistakes. Correct the file, or say that they are to be left out."
    ),
    "settled_already": gettext_lazy("Somebody has decided on this row already."),
    "stale": gettext_lazy("The registry changed meanwhile. Look at the preview once more."),
}


def refusal_in_words(code: str) -> str:
    """Why an action was refused."""
    return str(_REFUSALS.get(code, code))


def column_label(column: str, sheet: str = "") -> str:
    """The heading by which a column is named."""
    kinds = [KINDS[sheet]] if sheet in KINDS else list(KINDS.values())
    return next((one.label for kind in kinds for one in kind.columns if one.code == column), column)


def what_is_wrong(issue: Mapping[str, Any]) -> str:
    """An issue in words, without its place."""
    code = issue["code"]
    if code in _TWINS:
        return str(_TWINS[code]) % {"other": issue.get("row", "")}
    return str(_ISSUES.get(code, code))


def issue_in_words(row: ImportRow, issue: Mapping[str, Any]) -> str:
    """An issue with its sheet, row and column."""
    place = _("Sheet «%(sheet)s», row %(row)s") % {"sheet": row.sheet_title, "row": row.row_number}
    if issue.get("column"):
        place += _(", column «%(column)s»") % {"column": column_label(issue["column"], row.sheet)}
    return f"{place}: {what_is_wrong(issue)}."


def problem_in_words(problem: Mapping[str, Any]) -> str:
    """A problem of a file or a sheet."""
    code = problem["code"]
    if code in _SHEETS:
        return str(_SHEETS[code]) % {
            "sheet": problem.get("sheet", ""),
            "row": problem.get("row") or "",
            "column": column_label(problem.get("column", "")),
        }
    return str(_FILES.get(code, code))


def outcome_in_words(outcome: str) -> str:
    """What becomes of a row."""
    return str(ImportRow.Outcome(outcome).label)
