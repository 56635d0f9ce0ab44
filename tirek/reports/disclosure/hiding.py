"""Which counts to hide: the small ones, and as many others as it takes that no small one can be worked out.

The promise: for every hidden count with one to four people behind it there is a table that agrees with everything published and in
which five or more stand there. Whoever reads the table cannot even tell that the group is small.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from tirek.reports.disclosure.attack import possible
from tirek.reports.disclosure.rounding import LEAST, Range, Shown, is_small, rounded, told
from tirek.reports.disclosure.tables import ALL, Cell, Table


class Exposed(RuntimeError):
    """No choice of hidden counts keeps the promise: the table must be held back."""


def protect(table: Table, former: Mapping[Cell, Shown] | None = None) -> dict[Cell, Shown]:
    """Return every printed count, rounded or hidden; `former` is the table as it was last published, of people who only grow more.

    Raises Exposed where the table may not be published at all.
    """
    former = former or {}
    hidden = {cell for cell in table.counts if is_small(table.behind(cell))} | table.unprinted
    if hidden & table.fixed:
        raise Exposed("the whole is too small")
    while bare := exposed(table, shown := _shown(table, hidden), former):
        hidden.add(_next(table, hidden, bare))
    return {cell: count for cell, count in shown.items() if cell not in table.unprinted}


def exposed(table: Table, shown: Mapping[Cell, Shown], former: Mapping[Cell, Shown]) -> Cell | None:
    """A hidden count that somebody could work out, from this table or from the former one beside it."""
    return _exposed_now(table, shown, former) or (_exposed_then(table, shown, former) if former else None)


def _exposed_now(table: Table, shown: Mapping[Cell, Shown], former: Mapping[Cell, Shown]) -> Cell | None:
    now = {cell: _known(table, cell, shown[cell]) for cell in table.counts}
    grown = {cell: Range(max(low, told(former.get(cell)).low), high) for cell, (low, high) in now.items()}
    # Where a count was corrected downwards the former table tells nothing.
    known = grown if possible(table.pipes, grown) else now
    for cell, (low, high) in known.items():
        count, people = table.counts[cell], table.behind(cell)
        if is_small(people):
            larger = Range(max(low, count + LEAST - people), high)
            if not possible(table.pipes, known | {cell: larger}):
                return cell
    return None


def _exposed_then(table: Table, shown: Mapping[Cell, Shown], former: Mapping[Cell, Shown]) -> Cell | None:
    """What was hidden then must stay so now that its later counts are known: it cannot have been more than they are."""
    then = {cell: told(former.get(cell)) for cell in table.counts}
    bounded = {cell: Range(low, min(high, told(shown[cell]).high)) for cell, (low, high) in then.items()}
    if not possible(table.pipes, bounded):
        return None
    for cell, (low, high) in bounded.items():
        if cell in former and former[cell] is None:
            was_open = possible(table.pipes, then | {cell: Range(LEAST, then[cell].high)})
            if was_open and not possible(table.pipes, bounded | {cell: Range(max(low, LEAST), high)}):
                return cell
    return None


def _known(table: Table, cell: Cell, shown: Shown) -> Range:
    return Range(table.counts[cell], table.counts[cell]) if cell in table.fixed else told(shown)


def _shown(table: Table, hidden: Collection[Cell]) -> dict[Cell, Shown]:
    return {cell: None if cell in hidden else rounded(count) for cell, count in table.counts.items()}


def _next(table: Table, hidden: Collection[Cell], bare: Cell) -> Cell:
    """The count to hide next: one that shares a joint with the exposed one, cells before margins, the smallest first."""
    joints = set(table.pipes[bare])
    left = [
        cell for cell in table.counts if cell not in hidden and cell not in table.fixed and table.counts[cell]
    ]
    if not left:
        raise Exposed("nothing is left to hide")
    return min(
        left,
        key=lambda cell: (
            joints.isdisjoint(table.pipes[cell]),
            sum(part == ALL for part in cell),
            table.counts[cell],
            cell,
        ),
    )
