"""Joining never widens: what each agency sees of either record is the same before, while joined and after the split.

And two joins at once make neither a ring nor a chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from typing import Final

import pytest
from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse

from tirek.access import exceptional
from tirek.access.tests import make as consents
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.cases.tests import make as cases
from tirek.exchange.tests import make as imports
from tirek.gate.acting import act_as
from tirek.gate.categories import Category
from tirek.linkage import query_keys
from tirek.people import joining, matching, pairing
from tirek.people import queries as people
from tirek.people.models import PairDecision, Person
from tirek.people.tests import make
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db(transaction=True)
THEIR_OWN = {
    "people_pairdecision",
    "people_joinrequest",
    "people_possiblepair",
    "audit_reading",
    "audit_journalentry",
}
"""What joining itself writes: for the two agencies that hold the records."""
BORN = date(1988, 5, 3)


@dataclass
class World:
    """Two agencies that hold a record of one man each, and two that see one of the records by a consent."""

    ours: Worker
    theirs: Worker
    sees_ours: Worker
    sees_theirs: Worker
    mine: Person
    other: Person

    def __iter__(self) -> Iterator[Worker]:
        return iter((self.ours, self.theirs, self.sees_ours, self.sees_theirs))


@pytest.fixture
def world() -> World:
    ours, theirs, left, right = (
        staff.worker(name, of=staff.agency(f"Фонд «{name}»"), name=name.title())
        for name in ("ours", "theirs", "left", "right")
    )
    with act_as(ours.actor):
        mine = make.person(
            ours,
            "Беляев Олег Петрович",
            birth_on=BORN,
            iin=make.IIN,
            place="с. Наше",
            phones=("+7 701 000 00 01",),
        )
        services.service(ours, mine)
        cases.application(ours, mine)
        consents.signed(mine, ours, left.agency)
    with act_as(theirs.actor):
        other = make.person(
            theirs, "Биляев Олег Петрович", birth_on=BORN, place="с. Их", phones=("+7 701 000 00 02",)
        )
        make.person(theirs, "Серікұлы Нұрлан Ғабитұлы")
        services.service(theirs, other)
        cases.application(theirs, other)
        consents.signed(other, theirs, right.agency)
    return World(ours, theirs, left, right, mine, other)


_ASKED: Final = """
    SELECT surname, given, birth_on, is_open
    FROM authz.look_up(%s::int[], '{}', NULL, NULL, NULL, NULL, NULL, 50) WHERE people IS NULL ORDER BY 1, 2, 3, 4
"""


def everything_seen(by: Worker) -> dict[str, list[str]]:
    """Every row of every table under row security that the worker's agency may read."""
    seen = {}
    with act_as(by.actor), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity")
        for (table,) in sorted(cursor.fetchall()):
            if table not in THEIR_OWN:
                cursor.execute(
                    f"SELECT to_jsonb(one) - 'canonical_id' - 'head_id' FROM {table} AS one ORDER BY 1"
                )
                seen[table] = [str(row[0]) for row in cursor.fetchall()]
        subject = matching.subject_of(name="Беляев Олег Петрович", birth_on=BORN, iin=make.IIN)
        seen["candidates"] = sorted(f"{one.subject} {one.is_open}" for one in matching.candidates([subject]))
        cursor.execute(_ASKED, [query_keys(subject)])
        seen["look_up"] = [str(row) for row in cursor.fetchall()]
    seen.pop("audit_formerrow", None)
    return seen


def test_joining_shows_nobody_more_and_splitting_leaves_nothing_behind(world: World) -> None:
    before = [everything_seen(one) for one in world]
    decision = make.joined_between(world.mine, world.ours, world.other, world.theirs)
    assert [everything_seen(one) for one in world] == before
    with act_as(world.theirs.actor):
        joining.split(decision=decision, by=world.theirs.actor)
    assert [everything_seen(one) for one in world] == before


def test_each_agency_goes_on_under_its_own_record(world: World, client: Client) -> None:
    make.joined_between(world.mine, world.ours, world.other, world.theirs)
    for worker, own, hidden in (
        (world.ours, world.mine, "с. Их"),
        (world.theirs, world.other, "с. Наше"),
    ):
        client.force_login(worker.user)
        answer = client.get(reverse("desk:person", args=[own.pk]))
        assert answer.status_code == 200 and answer.context["person"] == own
        assert hidden not in answer.content.decode()
        assert own.name in client.get(reverse("desk:people")).content.decode()
        with act_as(worker.actor):
            found = matching.candidates([matching.subject_of(name=own.name, birth_on=BORN)])
            assert [one.id for one in found if one.is_open] == [own.pk]
    for worker, shown in ((world.sees_ours, world.mine), (world.sees_theirs, world.other)):
        with act_as(worker.actor):
            assert list(people.people_shared_with(worker.agency_id)) == [shown]


def test_whoever_sees_both_records_sees_one_person(world: World, client: Client) -> None:
    with act_as(world.theirs.actor):
        consents.signed(world.other, world.theirs, world.ours.agency)
    make.joined_between(world.mine, world.ours, world.other, world.theirs)
    client.force_login(world.ours.user)
    assert client.get(reverse("desk:person", args=[world.other.pk]))["Location"] == reverse(
        "desk:person", args=[world.mine.pk]
    )
    with act_as(world.ours.actor):
        assert not people.people_shared_with(world.ours.agency_id).exists()
        found = matching.candidates([matching.subject_of(name="Беляев Олег Петрович", birth_on=BORN)])
        assert {one.id for one in found} == {world.mine.pk}


def test_an_import_puts_a_row_to_the_agencys_own_record(world: World) -> None:
    make.joined_between(world.mine, world.ours, world.other, world.theirs)
    lines = [(1, "05.08.2017", "Биляев Олег Петрович", "", "03.05.1988", "Стрижка", "", "оказана", "")]
    with act_as(world.theirs.actor):
        file = imports.bring(imports.workbook({"Услуги": [imports.SERVICES, *lines]}), world.theirs)
        assert [row.person_id for row in imports.rows_of(file, "same")] == [world.other.pk]


def test_a_protected_person_is_joined_with_no_other_agencys_record(world: World) -> None:
    second = staff.worker("second", of=world.ours.agency)
    with act_as(world.ours.actor):
        wish = exceptional.propose_protection(
            person_id=world.mine.pk, wish="protect", reason="угрозы, нужна защита", by=world.ours.actor
        )
    with act_as(second.actor):
        exceptional.decide(subject=wish, agrees=True, by=second.actor)
    with act_as(world.ours.actor), pytest.raises(joining.NotPaired, match="protected"), transaction.atomic():
        joining.ask_to_join(
            one=world.mine, other_id=world.other.pk, why="тот же паспорт", by=world.ours.actor
        )
    with act_as(world.theirs.actor), pytest.raises(joining.NotPaired, match="nobody"), transaction.atomic():
        joining.ask_to_join(
            one=world.other, other_id=world.mine.pk, why="тот же паспорт", by=world.theirs.actor
        )


def test_the_machine_that_searches_keeps_nothing_of_a_record_elsewhere(world: World) -> None:
    pairing.search(agency_id=world.theirs.agency_id)
    with act_as(world.theirs.actor):
        kept = apps.get_model("people", "PossiblePair").objects.get()
        assert (kept.other_id, kept.is_elsewhere, kept.bits, kept.reasons) == (world.mine.pk, True, None, [])
    with act_as(world.ours.actor):
        assert not apps.get_model("people", "PossiblePair").objects.exists()


def test_no_role_that_may_not_see_names_reads_a_decision(world: World) -> None:
    decision = make.joined_between(world.mine, world.ours, world.other, world.theirs)
    blind = world.ours.actor.__class__(
        id=world.ours.id, agency_id=world.ours.agency_id, categories=frozenset({int(Category.CONTACT)})
    )
    with act_as(blind):
        assert not PairDecision.objects.filter(pk=decision.pk).exists()


@pytest.mark.parametrize("crossed", [True, False])
def test_two_joins_at_once_make_neither_a_ring_nor_a_chain(world: World, crossed: bool) -> None:
    with act_as(world.ours.actor):
        a, b, c = (make.person(world.ours, f"Ким Олег {word}") for word in ("А", "Б", "В"))
    wanted = [(a, b), (b, a)] if crossed else [(a, b), (b, c)]
    together = Barrier(2)

    def join(pair: tuple[Person, Person]) -> str:
        try:
            with act_as(world.ours.actor):
                together.wait(timeout=10)
                joining.join(one=pair[0], other=pair[1], by=world.ours.actor)
                return "made"
        except joining.NotPaired as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(join, wanted))
    with act_as(world.ours.actor):
        after = {one.pk: one.canonical_id for one in Person.objects.filter(pk__in=[a.pk, b.pk, c.pk])}
    assert sorted(answers) == (["joined", "made"] if crossed else ["made", "made"])
    roots = {pk for pk, canonical in after.items() if canonical is None}
    assert all(canonical in roots for canonical in after.values() if canonical is not None)
    assert len(roots) == (2 if crossed else 1)
