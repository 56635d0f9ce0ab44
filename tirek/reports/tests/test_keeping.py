"""Figures are kept between two looks and never out of date."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import connection, transaction

from tirek.audit import actions as journal
from tirek.reports import keeping
from tirek.reports.figures import count_figures
from tirek.reports.models import KeptFigures
from tirek.reports.tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def test_figures_are_counted_once_while_nothing_is_written() -> None:
    grant = make.grant()
    first = keeping.current(grant)
    with patch.object(keeping, "count_figures", side_effect=AssertionError("counted again")):
        assert keeping.current(grant) == first


def test_a_written_service_is_seen_at_once() -> None:
    grant = make.grant()
    person = make.entrant(grant)
    assert keeping.current(grant).counts["services_total"] == 0
    make.service(grant, person)
    assert keeping.current(grant).counts["services_total"] == 1


@pytest.mark.parametrize("action", ["reports.narrate", "documents.store"])
def test_what_changes_no_figure_keeps_them(action: str) -> None:
    grant = make.grant()
    keeping.current(grant)
    with transaction.atomic():
        journal.write(action, grant, by=make.actor())
    with patch.object(keeping, "count_figures", side_effect=AssertionError("counted again")):
        keeping.current(grant)


def test_figures_counted_beside_an_open_write_are_not_kept() -> None:
    grant = make.grant()
    with transaction.atomic():
        make.entrant(grant)
        assert keeping.current(grant) is not None
    assert not KeptFigures.objects.exists()
    assert keeping.current(grant).counts["entered"] == 1


def test_a_long_tail_of_other_rows_is_read_once() -> None:
    grant = make.grant()
    keeping.current(grant)
    with transaction.atomic():
        journal.write_many("documents.store", [(grant, None)] * 600, by=make.actor())
    keeping.current(grant)
    kept = KeptFigures.objects.get()
    assert keeping.journal_after(kept.journal_id).rows == 0


def test_a_page_has_another_stamp_after_a_write_and_none_before_figures_are_kept() -> None:
    grant = make.grant()
    assert keeping.stamp(grant) == ("", False)
    keeping.current(grant)
    first, alone = keeping.stamp(grant)
    assert first
    assert alone
    with transaction.atomic():
        journal.write("reports.narrate", grant, by=make.actor())
    assert keeping.stamp(grant)[0] not in {"", first}
    make.entrant(grant)
    assert keeping.stamp(grant) == ("", False)


def test_figures_of_an_older_program_are_counted_anew() -> None:
    grant = make.grant()
    keeping.current(grant)
    KeptFigures.objects.update(values={"counts": {}})
    assert keeping.current(grant).counts["entered"] == 0


def test_kept_figures_are_read_back_as_they_were() -> None:
    grant = make.grant()
    make.programme(grant)
    make.service(grant, make.entrant(grant))
    assert keeping.read(keeping.plain(count_figures(grant))) == count_figures(grant)
    connection.close()
