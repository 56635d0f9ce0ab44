"""What somebody who has read all margins can work out: exact, and in whole numbers.

A circulation within bounds exists unless some set of joints must receive more than can leave it (Hoffman 1960). Pushing flow along
paths finds one or proves that there is none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from tirek.reports.disclosure.rounding import Range
from tirek.reports.disclosure.tables import Cell, Pipe

Step = tuple[Cell, int, int]
"""A cell, whether more (1) or less (-1) flows through it, and how much may."""


def possible(pipes: Mapping[Cell, Pipe], ranges: Mapping[Cell, Range]) -> bool:
    """Whether some table has all its counts within these ranges."""
    if any(low > high for low, high in ranges.values()):
        return False
    flow = dict.fromkeys(pipes, 0)
    for cell, (tail, head) in pipes.items():
        while (lacking := ranges[cell].low - flow[cell]) > 0:
            way = _way(pipes, ranges, flow, head, tail)
            if way is None:
                return False
            more = min(lacking, *(room for _cell, _sign, room in way))
            flow[cell] += more
            for other, sign, _room in way:
                flow[other] += sign * more
    return True


def _way(
    pipes: Mapping[Cell, Pipe], ranges: Mapping[Cell, Range], flow: Mapping[Cell, int], start: str, end: str
) -> list[Step] | None:
    """The shortest way from one joint to another along which flow may change; None where there is none."""
    ways: dict[str, list[Step]] = {start: []}
    waiting = deque([start])
    while waiting and end not in ways:
        here = waiting.popleft()
        for cell, (tail, head) in pipes.items():
            low, high = ranges[cell]
            if tail == here and head not in ways and flow[cell] < high:
                ways[head] = [*ways[here], (cell, 1, high - flow[cell])]
                waiting.append(head)
            elif head == here and tail not in ways and flow[cell] > low:
                ways[tail] = [*ways[here], (cell, -1, flow[cell] - low)]
                waiting.append(tail)
    return ways.get(end)
