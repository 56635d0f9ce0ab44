"""Statistical disclosure control in pure Python: which counts may be published, and how, so that nobody is found in them.

Every published count is a multiple of five; counts of one to four people are hidden, and with them as many others as it takes
that nobody can work a hidden one out. Read in this order: rounding, tables, attack, hiding. Decision 14 says why.
"""

from tirek.reports.disclosure.attack import possible
from tirek.reports.disclosure.hiding import Exposed, exposed, protect
from tirek.reports.disclosure.rounding import LEAST, NO_LIMIT, Range, Shown, is_small, rounded, told
from tirek.reports.disclosure.tables import ALL, Cell, Table, by_rows, by_rows_and_columns, nested

__all__ = [
    "ALL",
    "LEAST",
    "NO_LIMIT",
    "Cell",
    "Exposed",
    "Range",
    "Shown",
    "Table",
    "by_rows",
    "by_rows_and_columns",
    "exposed",
    "is_small",
    "nested",
    "possible",
    "protect",
    "rounded",
    "told",
]
