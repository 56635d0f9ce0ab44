"""Decide: the same person, maybe one of these, or new; the larger the register, the more evidence it takes."""

from collections.abc import Container, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from tirek.linkage.compare import (
    BIRTH_AGREES,
    BIRTH_NEAR,
    FATHER_AGREES,
    GIVEN_AGREES,
    GIVEN_WRITTEN,
    SURNAME_AGREES,
)
from tirek.linkage.frequency import Frequency
from tirek.linkage.scoring import Score, score
from tirek.linkage.subject import Subject
from tirek.linkage.weights import CLEAR_LEAD, NEAR_MARGIN, maybe_threshold, same_threshold

Id = TypeVar("Id", bound=Hashable)
Outcome = Literal["same", "maybe", "new"]


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Id]):
    """One candidate person with the score of the record that fits best."""

    id: Id
    score: Score


@dataclass(frozen=True, slots=True)
class Decision(Generic[Id]):
    """The answer, with everybody who bears some likeness, best first.

    `likely` are those worth asking about: the first of `ranked`, none when the answer is *new*. `forbidden` are those
    a rule forbids to link (another valid IIN, a twin): they may be shown, never offered.
    """

    outcome: Outcome
    ranked: tuple[Ranked[Id], ...]
    likely: tuple[Ranked[Id], ...] = ()
    forbidden: tuple[Ranked[Id], ...] = ()

    @property
    def best(self) -> Ranked[Id] | None:
        """The candidate that fits best, if any is likely."""
        return self.likely[0] if self.likely else None

    def settled(self, how: Literal["hold", "best"] = "hold") -> Id | None:
        """Whom to link without asking: with *best* also the first of the maybes; None is nobody."""
        if not self.likely or (self.outcome == "maybe" and how == "hold"):
            return None
        return self.likely[0].id


def decide(
    query: Subject,
    candidates: Sequence[tuple[Id, Subject]],
    register_size: int,
    frequency: Frequency | None = None,
) -> Decision[Id]:
    """Decide over candidates; an id may come several times, once for each record of the person."""
    return decide_scored(
        ((id, score(query, subject, frequency)) for id, subject in candidates), register_size
    )


def decide_scored(scored: Iterable[tuple[Id, Score]], register_size: int) -> Decision[Id]:
    """Decide over candidates that have their scores already."""
    best: dict[Id, Score] = {}
    barred: dict[Id, Score] = {}
    for id, one in scored:
        if one.forbidden:
            barred[id] = one
        elif id not in best or one.bits > best[id].bits:
            best[id] = one
    # One record of a person with another valid IIN, or a twin's, bars the whole person, unless an IIN is equal.
    allowed = [Ranked(id, one) for id, one in best.items() if id not in barred or "iin_equal" in one.codes]
    allowed.sort(key=lambda one: one.score.bits, reverse=True)
    ranked = tuple(one for one in allowed if one.score.bits > 0)
    likely = tuple(one for one in ranked if one.score.bits >= maybe_threshold(register_size) or _by_iin(one))
    offered = {one.id for one in allowed}
    forbidden = tuple(Ranked(id, one) for id, one in barred.items() if id not in offered)
    if not likely:
        return Decision("new", ranked, (), forbidden)
    outcome: Outcome = "same" if _is_same(likely, register_size, barred) else "maybe"
    return Decision(outcome, ranked, likely, forbidden)


def _is_same(ranked: Sequence[Ranked[Id]], register_size: int, barred: Container[Id]) -> bool:
    first = ranked[0]
    rivals = [one for one in ranked[1:] if _by_iin(one) or first.score.bits - one.score.bits < CLEAR_LEAD]
    if rivals or first.id in barred:
        return False
    if _by_iin(first):
        # An equal IIN decides, unless both names are another's: then a number was copied into a wrong row, or a slip of the pen
        # made it somebody's. An equal birth date says nothing here: it may come from that number.
        return not ("given_differs" in first.score.codes and not first.score.codes & SURNAME_AGREES)
    needed = same_threshold(register_size)
    if first.score.bits >= needed and _well_founded(first.score):
        return True
    return first.score.bits >= needed + NEAR_MARGIN and _is_near(first.score)


def _by_iin(one: Ranked[Id]) -> bool:
    return "iin_equal" in one.score.codes


def _well_founded(one: Score) -> bool:
    """Never the same without a birth date that agrees and both names; a surname that does not agree needs the patronymic."""
    codes = one.codes
    if not codes & BIRTH_AGREES or not codes & GIVEN_AGREES or "sex_differs" in codes:
        return False
    if codes & SURNAME_AGREES:
        return True
    if "surname_near" in codes:
        return "given_equal" in codes and bool(codes & FATHER_AGREES)
    return codes >= {"surname_changed", "given_equal", "patronymic_equal"}


def _is_near(one: Score) -> bool:
    """One thing is in doubt and nothing else: a figure of the date under a whole name, or the surname beside an equal date.

    A given name two slips away is not among them: twins are named alike.
    """
    codes = one.codes
    if not codes & GIVEN_WRITTEN or codes & {"sex_differs", "patronymic_differs"}:
        return False
    if codes & BIRTH_NEAR:
        return bool(codes & SURNAME_AGREES and codes & FATHER_AGREES)
    return "surname_near" in codes and bool(codes & BIRTH_AGREES)
