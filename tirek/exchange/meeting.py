"""Meeting the people of a file: each spelling is asked once, in the order of the rows, new people are planned."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal
from uuid import UUID

from tirek.linkage import Decision, Ranked, Subject, decide
from tirek.people.matching import BatchMatcher

_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """Who a row means: a known or planned person, or some who are likely."""

    outcome: Literal["new", "same", "maybe"]
    person_id: UUID | None
    bits: float | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)
    elsewhere: bool = False
    """Another agency holds a record of this person; the file's agency gets a record of its own."""


class People:
    """The people of one file against the register and against each other."""

    def __init__(self, subjects: Mapping[str, Subject], *, takes_best: bool) -> None:
        self._takes_best = takes_best
        self._subjects = subjects
        self._answers: dict[str, Answer] = {}
        self._planned: set[UUID] = set()
        self._named: defaultdict[tuple[str, str, str], list[tuple[UUID, Subject]]] = defaultdict(list)
        self._matcher = BatchMatcher()
        self._matcher.load(self._subjects.values())

    @property
    def is_cut(self) -> bool:
        """Whether some name is so common in the register that not everybody who has it was compared."""
        return self._matcher.is_cut

    def meet(self, identity: str, *, plans: bool = True) -> Answer:
        """Who this spelling means; a row that registers nobody, for it has its person already, plans nobody either."""
        known = self._answers.get(identity)
        if known is not None:
            return known
        asked = self._subjects[identity]
        answer = self._meet_again(asked)
        if answer is None:
            answer = self._answer(self._matcher.decide(asked))
            if answer.outcome == "new" and not plans:
                return answer
            if answer.outcome == "new" and self._matcher.exists_elsewhere(asked):
                answer = replace(answer, elsewhere=True)
            if answer.person_id is not None:
                self._remember(answer.person_id, asked)
        # The first row of a new person is new; the next one of the same spelling is that person, for reasons.
        if answer.outcome == "new" and answer.person_id is not None:
            self._planned.add(answer.person_id)
        else:
            self._answers[identity] = answer
        return answer

    def _remember(self, person_id: UUID, asked: Subject) -> None:
        self._matcher.add(person_id, asked)
        self._named[asked.surname, asked.given, asked.patronymic].append((person_id, asked))

    def _meet_again(self, asked: Subject) -> Answer | None:
        """Somebody this file spoke of in the very same words, found without a search; None where any doubt is left.

        Exactly one person of the file has this name, and either the IIN is the same, or the row has none, the birth
        date is the same, and the person is new: then the search for the first row found nobody else either.
        """
        namesakes = self._named.get((asked.surname, asked.given, asked.patronymic), [])
        if len({person_id for person_id, _ in namesakes}) != 1:
            return None
        person_id = namesakes[0][0]
        if asked.iin_digest is not None:
            alike = [one for one in namesakes if one[1].iin_digest == asked.iin_digest]
        elif asked.birth_on is not None and person_id in self._planned:
            alike = [one for one in namesakes if one[1].birth_on == asked.birth_on]
        else:
            alike = []
        if not alike:
            return None
        decision = decide(asked, alike[:1], max(len(self._planned), 1))
        return self._answer(decision) if decision.outcome == "same" else None

    def _answer(self, decision: Decision[UUID]) -> Answer:
        if decision.outcome == "new" or not decision.likely:
            return Answer("new", uuid.uuid4())
        best = decision.likely[0]
        shown = [described(one) for one in decision.likely[:_SHOWN]]
        if decision.outcome == "same":
            return Answer("same", best.id, best.score.bits, shown[:1])
        return Answer("maybe", best.id if self._takes_best else None, best.score.bits, shown)


def described(ranked: Ranked[UUID]) -> dict[str, Any]:
    """A candidate as it is kept with a row: an id, a score and codes of reasons."""
    return {
        "person": str(ranked.id),
        "bits": round(ranked.score.bits, 1),
        "reasons": [reason.code for reason in ranked.score.reasons],
    }
