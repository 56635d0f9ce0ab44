"""Clusters of rows that are one person: merged from the surest pair down, never across two IINs or between twins."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from tirek.linkage.scoring import score
from tirek.linkage.subject import Subject

Edge = tuple[int, int]


class Clusters:
    """Rows by cluster; a cluster is called by its first row."""

    def __init__(self, iins: Mapping[int, int]) -> None:
        self._parent: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._iins = iins
        self._iin: dict[int, int] = {}

    def of(self, place: int) -> int:
        """The first row of the cluster a row stands in."""
        parent = self._parent
        root = place
        while (above := parent.get(root, root)) != root:
            root = above
        while (above := parent.get(place, place)) != root:
            parent[place] = root
            place = above
        return root

    def members(self, root: int) -> Sequence[int]:
        """The rows of the cluster called by its first row."""
        return self._members.get(root) or [root]

    def groups(self) -> Iterable[Sequence[int]]:
        """The rows of every cluster of two and more."""
        return self._members.values()

    def iin(self, root: int) -> int | None:
        """The IIN of a cluster, sealed; there is never a second one."""
        return self._iin.get(root, self._iins.get(root))

    def merge(self, one: int, other: int) -> None:
        """Make one cluster of two."""
        root, gone = min(one, other), max(one, other)
        iin = self.iin(root) if self.iin(root) is not None else self.iin(gone)
        self._members[root] = [*self.members(root), *self.members(gone)]
        self._members.pop(gone, None)
        self._parent[gone] = root
        if iin is not None:
            self._iin[root] = iin


def large(edges: Iterable[Edge]) -> set[int]:
    """The rows of those groups of linked rows that are more than a pair: only there rows meet that no pair compared."""
    plain = Clusters({})
    for one, other in edges:
        roots = plain.of(one), plain.of(other)
        if roots[0] != roots[1]:
            plain.merge(*roots)
    return {row for rows in plain.groups() if len(rows) > 2 for row in rows}


def cluster(
    edges: Collection[Edge], iins: Mapping[int, int], subjects: Callable[[set[int]], Mapping[int, Subject]]
) -> Clusters:
    """Merge along edges that come surest first; `subjects` fetches the rows in which a rule must be asked again."""
    known = subjects(large(edges))
    found = Clusters(iins)
    for one, other in edges:
        roots = found.of(one), found.of(other)
        if roots[0] != roots[1] and _may_merge(found, *roots, known):
            found.merge(*roots)
    return found


def _may_merge(found: Clusters, one: int, other: int, known: Mapping[int, Subject]) -> bool:
    iins = found.iin(one), found.iin(other)
    if None not in iins and iins[0] != iins[1]:
        return False
    ours, theirs = found.members(one), found.members(other)
    if len(ours) == len(theirs) == 1:
        return True
    left, right = ({known[row] for row in rows} for rows in (ours, theirs))
    return not any(score(query, candidate).forbidden for query in left for candidate in right)
