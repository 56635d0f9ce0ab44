"""A synthetic region: invented people, and lists of them as agencies write them, with the truth kept apart.

Streaming, pure Python, and the same for the same `people` and `seed` in every run and on every machine. How people and their IINs are
made stands in `region`, how lists spoil them in `noise`. No figure measured on it is a promise about a real register.
"""

from collections.abc import Iterator

from tirek.linkage.synth.noise import OWN_REGISTER, TEST, TRAINING, Noise, noisy
from tirek.linkage.synth.region import chance_for, truth
from tirek.linkage.synth.written import COLUMNS, Written

__all__ = [
    "COLUMNS",
    "OWN_REGISTER",
    "TEST",
    "TRAINING",
    "Noise",
    "Written",
    "duplicated",
    "noisy",
    "queries",
    "register",
    "registered",
    "truth",
]

_REGISTER, _QUERY, _DUPLICATE = 3, 4, 5


def register(people: int, seed: int) -> Iterator[Written]:
    """Each person once, lightly noisy as an agency's own register is."""
    for entity in range(people):
        yield registered(seed, entity)


def registered(seed: int, entity: int) -> Written:
    """One row of the register, made without the others."""
    return noisy(truth(seed, entity, f"r{entity}"), chance_for(seed, _REGISTER, entity), OWN_REGISTER)


def queries(people: int, seed: int, count: int, noise: Noise, present: float = 2 / 3) -> Iterator[Written]:
    """People another agency asks about: a share is in `register(people, seed)`, the others, some of them relatives, are not."""
    for number in range(count):
        rng = chance_for(seed, _QUERY, number)
        entity = rng.randrange(people) + (people if rng.random() >= present else 0)
        yield noisy(truth(seed, entity, f"q{number}"), rng, noise)


def duplicated(rows: int, seed: int, noise: Noise, share: float = 0.2) -> Iterator[Written]:
    """A register some of whose rows are the same people once more, as another source wrote them."""
    people = rows - round(rows * share)
    every = rows // (rows - people) if people < rows else rows + 1
    made = 0
    for number in range(rows):
        rng = chance_for(seed, _DUPLICATE, number)
        if number % every == every - 1 or made == people:
            yield noisy(truth(seed, rng.randrange(people), f"d{number}"), rng, noise)
        else:
            yield noisy(truth(seed, made, f"d{number}"), rng, OWN_REGISTER)
            made += 1
