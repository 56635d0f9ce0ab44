"""How well people are found and linked in an invented region: recall of both tiers, precision and recall of automatic links."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from zlib import crc32

from bench.measuring import percentile
from bench.table import Line
from tirek.linkage import (
    Decision,
    FrequencyTable,
    Score,
    Subject,
    check_iin,
    decide_scored,
    index_keys,
    loose_query_keys,
    name_of_columns,
    parse_date,
    query_keys,
    score,
    subject_of,
)
from tirek.linkage.synth import TEST, Noise, Written, queries, registered

_ROW_BITS: Final = 24
_ROW: Final = (1 << _ROW_BITS) - 1


def subject(one: Written) -> Subject:
    """A row as matching sees it: its columns are believed, its number is sealed by itself."""
    birth = parse_date(one.birth_date)
    return subject_of(
        name_of_columns(one.surname, one.given_name, one.patronymic),
        birth_on=birth.on,
        birth_year=birth.year,
        sex=one.sex or None,  # type: ignore[arg-type]
        iin=check_iin(one.iin) if one.iin else None,
        seal=str.encode,
    )


class CompactRegister:
    """A register of which only keys are kept, eight bytes each: a row is made anew when somebody asks for it."""

    def __init__(self, people: int, seed: int) -> None:
        self.people, self._seed = people, seed
        self.names = FrequencyTable()
        keys, numbers = array("q"), array("q")
        for row in range(people):
            one = self.subject(row)
            self.names.add(one)
            keys.extend([key << _ROW_BITS | row for key in index_keys(one)])
            if one.iin_digest:
                numbers.append(crc32(one.iin_digest) << _ROW_BITS | row)
        self._keys, self._numbers = array("q", sorted(keys)), array("q", sorted(numbers))

    def subject(self, row: int) -> Subject:
        """One record."""
        return subject(registered(self._seed, row))

    def candidates(self, query: Subject, keys: Iterable[int]) -> set[int]:
        """Rows that share a key or the IIN."""
        found = {row for key in keys for row in _rows(self._keys, key)}
        if query.iin_digest:
            found.update(_rows(self._numbers, crc32(query.iin_digest)))
        return found


def _rows(kept: array[int], key: int) -> Iterable[int]:
    place, below = bisect_left(kept, key << _ROW_BITS), (key + 1) << _ROW_BITS
    while place < len(kept) and kept[place] < below:
        yield kept[place] & _ROW
        place += 1


@dataclass
class Tier:
    """What one tier found: the place of each present person among the candidates, and how many candidates there were."""

    places: list[int | None] = field(default_factory=list)
    candidates: list[int] = field(default_factory=list)

    def recall(self, at: int) -> float:
        """The share of present people who stand among the first so many."""
        return sum(place is not None and place < at for place in self.places) / len(self.places)


@dataclass
class Found:
    """Everything that is counted over one set of queries."""

    first: Tier = field(default_factory=Tier)
    second: Tier = field(default_factory=Tier)
    present: int = 0
    linked: int = 0
    rightly: int = 0
    asked: int = 0

    @property
    def precision(self) -> float:
        """The share of automatic links that are right."""
        return self.rightly / max(self.linked, 1)

    @property
    def recall(self) -> float:
        """The share of present people who are linked automatically, and rightly."""
        return self.rightly / max(self.present, 1)


def measure(register: CompactRegister, asked: Iterable[Written]) -> Found:
    """Ask about everybody; the second tier is asked only where the first did not say *same*."""
    found = Found()
    for one in asked:
        query = subject(one)
        scores: dict[int, Score] = {}
        decision = _ask(register, query, query_keys(query), scores)
        further = decision
        found.first.candidates.append(len(scores))
        if decision.outcome != "same":
            further = _ask(register, query, loose_query_keys(query, register.people), scores)
        found.second.candidates.append(len(scores))
        is_present = one.entity < register.people
        if is_present:
            found.present += 1
            found.first.places.append(_place(decision, one.entity))
            found.second.places.append(_place(further, one.entity))
        found.linked += decision.outcome == "same"
        found.asked += decision.outcome == "maybe"
        found.rightly += decision.outcome == "same" and decision.likely[0].id == one.entity
    return found


def _ask(
    register: CompactRegister, query: Subject, keys: Sequence[int], scores: dict[int, Score]
) -> Decision[int]:
    for row in register.candidates(query, keys):
        if row not in scores:
            scores[row] = score(query, register.subject(row), register.names)
    return decide_scored(scores.items(), register.people)


def _place(decision: Decision[int], entity: int) -> int | None:
    for place, one in enumerate(decision.ranked):
        if one.id == entity:
            return place
    return None


def accuracy(people: int, seed: int, asked: int, noise: Noise = TEST) -> list[Line]:
    """The lines of one size; the noise is one the weights never saw, unless somebody says otherwise."""
    found = measure(CompactRegister(people, seed), queries(people, seed, asked, noise))
    of = f"{people:,} people"
    first, second = found.first, found.second
    return [
        _share(f"recall@1, {of}", first.recall(1), 0.97),
        _share(f"recall@10, {of}", first.recall(10), 0.985),
        _share(f"recall@1 with the second tier, {of}", second.recall(1), 0.98),
        _share(f"recall@10 with the second tier, {of}", second.recall(10), 0.99),
        _share(f"automatic links, precision, {of}", found.precision, 0.99),
        _share(f"automatic links, recall, {of}", found.recall, 0.94),
        Line(f"asked of a person, {of}", f"{found.asked / max(asked, 1):.3f}", "–", None),
        Line(f"candidates p50 / p95, {of}", _spread(first.candidates), "–", None),
        Line(f"candidates p50 / p95 with the second tier, {of}", _spread(second.candidates), "–", None),
    ]


def _share(what: str, measured: float, at_least: float) -> Line:
    return Line(what, f"{measured:.3f}", f"≥ {at_least:g}", measured >= at_least)


def _spread(counts: Sequence[int]) -> str:
    return f"{percentile(counts, 0.5):g} / {percentile(counts, 0.95):g}"
