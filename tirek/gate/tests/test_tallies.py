"""Attempts are counted for all processes together, and no refusal and no rollback takes a count back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from tirek.gate import tallies
from tirek.gate.models import Tally
from tirek.gate.tallies import Limit, TooOften, count, forgive

pytestmark = pytest.mark.django_db
THREE = Limit("test", 3, 60)


def times(key: object, limit: Limit = THREE) -> int:
    """How many of ten attempts are let through."""
    passed = 0
    for _attempt in range(10):
        try:
            count(limit, key)
        except TooOften:
            continue
        passed += 1
    return passed


def test_so_many_pass_and_no_more() -> None:
    assert times("aigul") == 3
    assert times("marat") == 3, "another key is counted apart"
    assert times("aigul", Limit("other", 2, 60)) == 2, "another limit too"


def test_whoever_is_refused_is_told_until_when() -> None:
    times("aigul")
    with pytest.raises(TooOften) as refused:
        count(THREE, "aigul")
    assert refused.value.until == Tally.objects.get(kind="test").ends_at
    assert ":" in refused.value.sentence


def test_the_right_answer_is_forgiven() -> None:
    times("aigul")
    forgive(THREE, "aigul")
    count(THREE, "aigul")


def test_when_the_time_is_over_it_begins_anew() -> None:
    times("aigul", Limit("test", 3, 0))
    count(THREE, "aigul")


def test_what_has_run_out_is_swept_away() -> None:
    count(THREE, "aigul")
    count(Limit("gone", 3, -1), "aigul")
    tallies.sweep()
    assert [one.kind for one in Tally.objects.all()] == ["test"]


def test_no_key_stands_in_clear() -> None:
    count(THREE, "aigul")
    assert b"aigul" not in bytes(Tally.objects.get().digest)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_no_count_back() -> None:
    with transaction.atomic():
        count(THREE, "aigul")
        transaction.set_rollback(True)
    assert Tally.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_together() -> None:
    def attempt(_number: int) -> bool:
        try:
            count(Limit("test", 5, 60), "aigul")
        except TooOften:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(40))) == 5
