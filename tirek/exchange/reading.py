"""Reading a whole workbook: every sheet's rows as normalised records with what is wrong with each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tirek.exchange.aside import Aside, Chosen, HelperDied, longest, reading_aside
from tirek.exchange.issues import FileRefused, Issue, Problem
from tirek.exchange.rows import applications, participants, services
from tirek.exchange.sheets import KINDS, Record, Table, find_table
from tirek.exchange.workbook import Sheet, open_workbook

_TELL_EVERY: Final = 1000
_NATURAL: Final[Mapping[str, Callable[[Any], tuple[object, ...] | None]]] = {
    "applications": applications.natural_key,
    "services": services.natural_key,
    "participants": participants.natural_key,
}
_BLAMED: Final = {"№": "number", "promise": "label"}


@dataclass(slots=True)
class ReadRow:
    """One row of one sheet as it was read."""

    sheet: str
    title: str
    row: int
    record: Any
    issues: list[Issue]
    packed: str
    fingerprint: str = ""
    identity: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the row cannot go in."""
        return any(issue.severity == "error" for issue in self.issues)


@dataclass(slots=True)
class Reading:
    """A workbook as it was read."""

    rows: list[ReadRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: list[tuple[str, str, str]] = field(default_factory=list)
    """Headings nobody has explained yet: (kind of sheet, its title, heading)."""
    columns: dict[str, list[str]] = field(default_factory=dict)
    """The columns that each kind of sheet has."""
    sheets: set[str] = field(default_factory=set)
    """Kinds of sheet that the file has and that could be read."""

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong with the file or a whole sheet."""
        return any(problem.severity == "error" for problem in self.problems)

    def hold_back(self, kind: str, problems: list[Problem]) -> None:
        """Leave a sheet out: its rows stay as they are in the records until the file is corrected."""
        self.problems += problems
        self.rows = [row for row in self.rows if row.sheet != kind]
        self.sheets.discard(kind)


def read_workbook(
    body: bytes,
    *,
    today: date,
    chosen: Chosen | None = None,
    tell: Callable[[int, int], None] = lambda done, total: None,
    mark: Callable[[ReadRow], None] = lambda row: None,
) -> Reading:
    """Read everything; raises FileRefused for a file that cannot be read at all. `mark` sees each row as it comes."""
    reading = Reading()
    with reading_aside(body, today, chosen or {}) as aside:
        sheets = open_workbook(body)
        try:
            tables = _find_tables(reading, sheets, chosen or {})
            total = sum(sheet.scanned.rows for sheet in sheets)
            _read_rows(reading, tables, _sources(sheets, tables, today, aside), total, tell, mark)
        except (FileRefused, HelperDied):
            raise
        except Exception as error:  # the parser may stumble in the middle of a damaged sheet, over anything
            raise FileRefused("damaged") from error
    if not reading.rows and not reading.has_errors:
        raise FileRefused("no_rows")
    _blame_twins(reading.rows)
    return reading


def _find_tables(reading: Reading, sheets: Sequence[Sheet], chosen: Chosen) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for sheet in sheets:
        _place(reading, tables, find_table(sheet, chosen))
    if not tables and not reading.has_errors:
        raise FileRefused("no_known_sheets")
    return tables


def _place(reading: Reading, tables: dict[str, Table], found: Table | Problem) -> None:
    if isinstance(found, Problem):
        reading.problems.append(found)
        return
    reading.problems += found.problems
    reading.unknown += [(found.kind.code, found.title, heading) for heading in found.headings.unknown]
    if found.kind.code in tables:
        reading.problems.append(Problem("sheet_twice", found.title))
    elif not any(problem.severity == "error" for problem in found.problems):
        tables[found.kind.code] = found
        reading.columns[found.kind.code] = sorted(found.headings.places)


def _sources(
    sheets: Sequence[Sheet], tables: Mapping[str, Table], today: date, aside: Aside | None
) -> dict[str, Iterator[Record]]:
    """Where each kind's rows come from, the second process last: it is at work meanwhile."""
    here = {code: table.records(today) for code, table in tables.items()}
    taken = longest(sheets) if aside is not None else None
    for code, table in tables.items():
        if aside is not None and table.sheet is taken:
            del here[code]
            here[code] = aside.records(table)
    return here


def _read_rows(
    reading: Reading,
    tables: Mapping[str, Table],
    sources: Mapping[str, Iterator[Record]],
    total: int,
    tell: Callable[[int, int], None],
    mark: Callable[[ReadRow], None],
) -> None:
    read: dict[str, list[ReadRow]] = {}
    done = 0
    for code, records in sources.items():
        rows = read[code] = []
        for number, record, issues, packed in records:
            row = ReadRow(code, tables[code].title, number, record, issues, packed)
            mark(row)
            rows.append(row)
            done += 1
            if done % _TELL_EVERY == 0:
                tell(done, total)
    for code in KINDS:
        if code in tables:
            _take(reading, tables[code], read[code])


def _take(reading: Reading, table: Table, rows: list[ReadRow]) -> None:
    reading.problems += [Problem("line_left_out", table.title, row=row) for row in table.left_out]
    reading.rows += rows
    if rows:
        reading.sheets.add(table.kind.code)
    else:
        reading.problems.append(Problem("sheet_empty", table.title))


def key_of(row: ReadRow) -> tuple[object, ...] | None:
    """A row's identity inside its sheet: the №, else what makes it itself; None for an anonymous participant."""
    record = row.record
    match row.sheet:
        case "project":
            return ("field", record.field) if record.field else ("row", row.row)
        case "plan" | "declared":
            return ("label", record.label.casefold())
        case "budget":
            return ("article", record.article.casefold())
        case "participants":
            return participants.natural_key(record)
        case _ if record.number is not None:
            return ("№", record.number)
        case _:
            natural = _NATURAL.get(row.sheet)
            return natural(record) if natural else ("row", row.row)


def _blame_twins(rows: list[ReadRow]) -> None:
    """The same № twice, or the same named row twice, is an error that names both rows."""
    met: defaultdict[tuple[object, ...], list[ReadRow]] = defaultdict(list)
    for row in rows:
        key = key_of(row)
        if key is not None:
            met[(row.sheet, *key)].append(row)
        if row.sheet == "applications" and row.record.number is not None and row.record.person.name:
            met[(row.sheet, "named", *applications.natural_key(row.record))].append(row)
    for row in rows:
        if row.sheet == "plan" and row.record.code:
            met[(row.sheet, "promise", row.record.code)].append(row)
    for (_, how, *_rest), twins in met.items():
        if len(twins) > 1:
            code = {"№": "number_twice", "promise": "plan_twice"}.get(str(how), "named_twice")
            for row in twins:
                other = twins[0] if row is not twins[0] else twins[1]
                row.issues.append(Issue(code, _BLAMED.get(str(how), "name"), other.row))
