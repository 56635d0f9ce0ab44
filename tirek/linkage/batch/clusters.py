"""Clusters of rows that are one person: merged from the surest pair down, never across two IINs or between twins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tirek.linkage.batch.indexing import subject_from
from tirek.linkage.scoring import score
from tirek.linkage.subject import Subject

Edge = tuple[int, int]


class Kept(NamedTuple):
    """What is kept of a row to ask the rules again: its sealed IIN, its birth, its folded given name, and what was written."""

    iin: int | None
    birth: int | None
    given: str
    said_surname: str
    said_given: str
    said_patronymic: str
    birth_year: int | None
    written_sex: str

    @property
    def subject(self) -> Subject:
        """The row as it was read."""
        return subject_from(
            self.said_surname,
            self.said_given,
            self.said_patronymic,
            self.birth,
            self.birth_year,
            self.written_sex,
            self.iin,
        )


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
        root = parent.get(place)
        if root is None:
            return place
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
        root, gone = (one, other) if one < other else (other, one)
        self._members[root] = [*self.members(root), *self._members.pop(gone, (gone,))]
        self._parent[gone] = root
        iin = self.iin(root)
        if iin is None:
            iin = self.iin(gone)
        if iin is not None:
            self._iin[root] = iin


def cluster(edges: Iterable[Edge], kept: Mapping[int, Kept]) -> Clusters:
    """Merge along edges that come surest first."""
    found = Clusters({place: one.iin for place, one in kept.items() if one.iin is not None})
    for one, other in edges:
        roots = found.of(one), found.of(other)
        if roots[0] != roots[1] and _may_merge(found, *roots, kept):
            found.merge(*roots)
    return found


def _may_merge(found: Clusters, one: int, other: int, kept: Mapping[int, Kept]) -> bool:
    if (iin := found.iin(one)) is not None and found.iin(other) not in (None, iin):
        return False
    ours, theirs = found.members(one), found.members(other)
    if len(ours) == len(theirs) == 1:
        return True  # the two were compared as a pair
    left, right = ({kept[row] for row in rows} for rows in (ours, theirs))
    return not any(_forbidden(query, candidate) for query in left for candidate in right)


def _forbidden(query: Kept, candidate: Kept) -> bool:
    """Rows that no pair compared may be twins: only those of one birth date and two given names need be asked."""
    if query.birth is None or query.birth != candidate.birth or query.given == candidate.given:
        return False
    return score(query.subject, candidate.subject).forbidden
