"""A register in memory, for one bulk import: the same keys, weights and decisions as the lookup in the database."""

from collections import defaultdict
from collections.abc import Hashable
from typing import Generic, TypeVar

from tirek.linkage.decision import Decision, decide_scored
from tirek.linkage.frequency import Frequency
from tirek.linkage.keys import index_keys, loose_query_keys, query_keys
from tirek.linkage.scoring import Score, score
from tirek.linkage.subject import Subject

Id = TypeVar("Id", bound=Hashable)


class Register(Generic[Id]):
    """People by key and by sealed IIN; each person holds every different record of theirs."""

    def __init__(self, frequency: Frequency | None = None, elsewhere: int = 0) -> None:
        self._frequency = frequency
        self.elsewhere = elsewhere  # people of the whole register who are not loaded here, for the threshold
        self._records: list[tuple[Id, Subject]] = []
        self._people: set[Id] = set()
        self._known: set[tuple[Id, Subject]] = set()
        self._by_key: defaultdict[int, list[int]] = defaultdict(list)
        self._by_iin: defaultdict[bytes, list[int]] = defaultdict(list)
        self._scores: dict[tuple[Subject, Subject], Score] = {}

    def __len__(self) -> int:
        """How many people there are."""
        return len(self._people)

    def add(self, id: Id, subject: Subject) -> None:
        """Keep one more record of a person; a record that says nothing new is not kept twice."""
        if (id, subject) in self._known:
            return
        self._known.add((id, subject))
        self._people.add(id)
        place = len(self._records)
        self._records.append((id, subject))
        for key in index_keys(subject):
            self._by_key[key].append(place)
        if subject.iin_digest is not None:
            self._by_iin[subject.iin_digest].append(place)

    def candidates(self, query: Subject, *, loose: bool = False) -> list[tuple[Id, Subject]]:
        """Every record that shares a key or the IIN, in the order they were added."""
        places: set[int] = set()
        if query.iin_digest is not None:
            places.update(self._by_iin.get(query.iin_digest, ()))
        for key in loose_query_keys(query) if loose else query_keys(query):
            places.update(self._by_key.get(key, ()))
        return [self._records[place] for place in sorted(places)]

    def decide(self, query: Subject, *, loose: bool = False) -> Decision[Id]:
        """Is this person here already?"""
        found = self.candidates(query, loose=loose)
        return decide_scored(
            ((id, self._score(query, subject)) for id, subject in found), self.elsewhere + len(self._people)
        )

    def _score(self, query: Subject, candidate: Subject) -> Score:
        pair = (query, candidate)
        known = self._scores.get(pair)
        if known is None:
            known = self._scores[pair] = score(query, candidate, self._frequency)
        return known
