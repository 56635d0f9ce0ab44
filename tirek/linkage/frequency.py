"""How common a name is in the register: a rare surname in common says more than a frequent one."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from tirek.linkage.features import terms
from tirek.linkage.subject import Subject
from tirek.linkage.weights import SHARE_WEIGHT, USUAL_SHARE, rarity

# The share of people (0 to 1) with a folded value in a field, or None when not known.
Frequency = Callable[[str, str], float | None] | Mapping[tuple[str, str], float]


def rarity_bits(field: str, value: str, frequency: Frequency | None) -> float:
    """Bits the rarity of a shared value adds or takes."""
    if frequency is None:
        return 0.0
    share = frequency.get((field, value)) if isinstance(frequency, Mapping) else frequency(field, value)
    return rarity(field, share) if share is not None else 0.0


class FrequencyTable:
    """Counts of folded names by field, softened towards the usual share while the register is small."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.people: Counter[str] = Counter()

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> "FrequencyTable":
        """Count one subject a person."""
        table = cls()
        for subject in subjects:
            table.add(subject)
        return table

    def add(self, subject: Subject) -> None:
        """Count one more person."""
        for field, value in terms(subject).items():
            self.counts[field, value] += 1
            self.people[field] += 1

    def __call__(self, field: str, value: str) -> float | None:
        """The share of people with this value."""
        return softened_share(field, self.counts[field, value], self.people[field])


def softened_share(field: str, count: int, people: int) -> float:
    """The share a count tells, held near the usual one until there are enough people to believe it."""
    return (count + SHARE_WEIGHT * USUAL_SHARE[field]) / (people + SHARE_WEIGHT)
