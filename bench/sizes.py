"""How large a benchmark is: the sizes of the targets, or a share of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Sizes:
    """Rows, people, requests, rounds of one run; people and permits of the register that access is measured in."""

    services: int = 100_000
    served_people: int = 20_000
    people: int = 100_000
    requests: int = 1_000
    rounds: int = 2
    registered: int = 300_000
    permits: int = 2_000_000
    referrals: int = 100_000

    @classmethod
    def scaled(cls, scale: float) -> Self:
        """The sizes of the targets times `scale`; the smallest still make a workbook and a page."""
        full = cls()
        return cls(
            services=max(60, round(full.services * scale)),
            served_people=max(20, round(full.served_people * scale)),
            people=max(80, round(full.people * scale)),
            requests=max(30, round(full.requests * min(1, scale))),
            rounds=full.rounds if scale >= 0.1 else 1,
            registered=max(3_000, round(full.registered * scale)),
            permits=max(20_000, round(full.permits * scale)),
            referrals=max(400, round(full.referrals * scale)),
        )

    @property
    def whole(self) -> bool:
        """Whether the targets speak of this size."""
        return self.services >= 100_000
