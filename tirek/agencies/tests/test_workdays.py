"""Working days: Kazakhstan's holidays, days observed for them, and days a decree moved."""

from __future__ import annotations

from datetime import date

import pytest

from tirek.agencies.workdays import is_working_day, moved_days, working_days_after


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        ("2026-11-23", 2, "2026-11-25"),
        ("2026-11-26", 2, "2026-11-30"),
        ("2026-11-28", 2, "2026-12-01"),
        ("2026-12-15", 1, "2026-12-17"),  # Independence Day
        ("2026-03-20", 1, "2026-03-26"),  # Nauryz of three days, two of them on the weekend
        ("2026-10-23", 1, "2026-10-27"),  # Republic Day falls on a Sunday
        ("2024-12-31", 1, "2025-01-05"),  # a Sunday worked by decree
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-12-31", 10, "2027-01-19"),
    ],
)
def test_only_working_days_are_counted(day: str, n: int, due: str) -> None:
    assert working_days_after(date.fromisoformat(day), n) == date.fromisoformat(due)


def test_a_moved_day_outranks_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    friday, sunday = date(2026, 12, 18), date(2026, 12, 20)
    assert is_working_day(friday) and not is_working_day(sunday)
    monkeypatch.setitem(moved_days(), friday, False)
    monkeypatch.setitem(moved_days(), sunday, True)
    assert working_days_after(date(2026, 12, 17), 1) == sunday


def test_nobody_counts_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        working_days_after(date(2026, 11, 23), -1)
