"""What is given goes from the stock of whoever gives it, one for each, and comes back when the giving is undone."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.services import actions, offering
from tirek.services.actions import Ending, OutOfStock, ServiceFacts
from tirek.services.models import Offer, Service, Taken
from tirek.services.offering import Changed, NotOffered
from tirek.services.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


def facts_of(service: Service, ending: Ending, **said: object) -> ServiceFacts:
    """What a line says, with another ending."""
    own = {name: getattr(service, name) for name in ("person_id", "agency_id", "kind_id", "provider_id")}
    facts = ServiceFacts(id=service.id, happened_on=service.happened_on, ending=ending, **own)
    return replace(facts, **said)  # type: ignore[arg-type]


def test_what_is_given_goes_from_the_stock(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    service = make.service(worker, person)
    assert make.left(package) == 44
    assert Taken.objects.get().service_id == service.id


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.GIVEN])
def test_what_is_not_given_takes_nothing(worker: Worker, person: Person, ending: Ending) -> None:
    package = make.offer(worker)
    make.service(worker, person, ending)
    assert make.left(package) == 45


def test_the_forty_sixth_package_is_not_given(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    for _ in range(45):
        make.service(worker, person)
    with pytest.raises(OutOfStock):
        make.service(worker, person)
    assert make.left(package) == 0
    assert Service.objects.count() == 45


def test_another_agencys_stock_is_its_own_matter(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    other = staff.agency("Фонд «Қолдау»")
    make.service(worker, person, provider_id=other.id)
    assert make.left(package) == 45


def test_what_a_workbook_brings_was_given_long_ago(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    line = ServiceFacts(
        person_id=person.id,
        agency_id=worker.agency_id,
        kind_id=package.kind_id,
        provider_id=worker.agency_id,
        happened_on=make.HAPPENED_ON,
    )
    actions.record_many(services=[line], by=worker.actor)
    assert make.left(package) == 45
    named = replace(line, id=package.id, offer_id=package.id)
    actions.record_many(services=[named], by=worker.actor)
    assert make.left(package) == 44


def test_of_two_offers_of_a_kind_the_line_names_its_own(worker: Worker, person: Person) -> None:
    food, hygiene = make.offer(worker), make.offer(worker, name="Гигиенический набор")
    make.service(worker, person)
    assert (make.left(food), make.left(hygiene)) == (45, 45)
    make.service(worker, person, offer_id=hygiene.id)
    assert (make.left(food), make.left(hygiene)) == (45, 44)


def test_a_giving_undone_comes_back(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    service = make.service(worker, person)
    actions.correct(service=service, facts=facts_of(service, Ending.DECLINED), by=worker.actor)
    assert make.left(package) == 45
    assert not Taken.objects.exists()


def test_a_corrected_line_takes_one_and_no_more(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    service = make.service(worker, person)
    for note in ("дом", "село"):
        actions.correct(service=service, facts=facts_of(service, Ending.GIVEN, note=note), by=worker.actor)
    assert make.left(package) == 44


def test_the_last_one_may_be_corrected(worker: Worker, person: Person) -> None:
    package = make.offer(worker, stock=1)
    service = make.service(worker, person)
    actions.correct(service=service, facts=facts_of(service, Ending.GIVEN, note="дом"), by=worker.actor)
    assert make.left(package) == 0


def test_an_old_line_that_took_nothing_takes_nothing_when_corrected(worker: Worker, person: Person) -> None:
    service = make.service(worker, person)
    package = make.offer(worker)
    actions.correct(service=service, facts=facts_of(service, Ending.GIVEN, note="дом"), by=worker.actor)
    assert make.left(package) == 45


def test_a_line_struck_out_gives_back_and_takes_again_when_restored(worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    service = make.service(worker, person)
    for _ in range(2):
        actions.strike(service=service, by=worker.actor)
    assert make.left(package) == 45
    for _ in range(2):
        actions.restore(service=service, by=worker.actor)
    assert make.left(package) == 44


def test_what_is_gone_by_now_cannot_be_restored(worker: Worker, person: Person) -> None:
    make.offer(worker, stock=1)
    service = make.service(worker, person)
    actions.strike(service=service, by=worker.actor)
    make.service(worker, person)
    with pytest.raises(OutOfStock):
        actions.restore(service=service, by=worker.actor)


def test_what_knows_no_limit_never_runs_out(worker: Worker, person: Person) -> None:
    advice = make.offer(worker, code="legal_advice", stock=None)
    make.service(worker, person, code="legal_advice")
    assert make.left(advice) is None
    assert Taken.objects.filter(offer=advice).count() == 1


def test_the_database_itself_knows_no_negative_stock(worker: Worker) -> None:
    package = make.offer(worker, stock=1)
    for number in (-1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Offer.objects.filter(pk=package.pk).update(left=number)


def test_what_is_left_is_not_written_over_what_was_taken_meanwhile(worker: Worker, person: Person) -> None:
    package = make.offer(worker, stock=5)
    make.service(worker, person)
    with pytest.raises(Changed):
        offering.limit_to(offer=package, limit="stock", total=10, left=10, seen=5, by=worker.actor)
    offering.limit_to(offer=package, limit="stock", total=10, left=9, seen=4, by=worker.actor)
    assert make.left(package) == 9


def test_another_agency_changes_no_stock(worker: Worker) -> None:
    package = make.offer(worker)
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        with pytest.raises(NotOffered):
            offering.limit_to(offer=package, limit="stock", total=9, left=9, seen=45, by=other.actor)
        assert (
            Offer.objects.filter(pk=package.pk).update(left=1) == 0
        )  # row security holds without the action
    assert make.left(package) == 45


STEPS = st.lists(st.sampled_from(["give", "undo", "strike", "restore", "note"]), max_size=14)


@given(stock=st.integers(0, 3), steps=STEPS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_nothing_is_lost_and_nothing_doubled(
    worker: Worker, person: Person, stock: int, steps: list[str]
) -> None:
    """What is left and what lines hold are always the whole stock."""
    with transaction.atomic():
        package = make.offer(worker, stock=stock)
        given: list[Service] = []
        for step in steps:
            try:
                if step == "give":
                    given.append(make.service(worker, person, offer_id=package.id))
                elif given and step == "undo":
                    line = given.pop()
                    actions.correct(service=line, facts=facts_of(line, Ending.NO_SHOW), by=worker.actor)
                elif given and step == "note":
                    facts = facts_of(given[-1], Ending.GIVEN, note="дом", offer_id=package.id)
                    if given[-1].struck_at is None:
                        actions.correct(service=given[-1], facts=facts, by=worker.actor)
                elif given:
                    act = actions.strike if step == "strike" else actions.restore
                    act(service=given[-1], by=worker.actor)
            except OutOfStock:
                if step == "restore":
                    given[-1].refresh_from_db()
            held = Taken.objects.filter(offer=package, is_back=False).count()
            assert (make.left(package) or 0) + held == stock
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_last_one_one_does(worker: Worker, person: Person) -> None:
    package = make.offer(worker, stock=1)
    at_once, ended = threading.Barrier(2), []

    def give() -> None:
        try:
            with act_as(worker.actor):
                at_once.wait(timeout=20)
                make.service(worker, person)
            ended.append("given")
        except OutOfStock:
            ended.append("nothing left")
        finally:
            connection.close()

    both = [threading.Thread(target=give) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert sorted(ended) == ["given", "nothing left"]
    assert make.left(package) == 0
    assert Service.objects.count() == 1


def test_agencies_know_what_is_left_elsewhere(worker: Worker) -> None:
    package = make.offer(worker, stock=0)
    probation = staff.worker(
        "probation", of=staff.agency("Служба пробации", Agency.Kind.PROBATION), roles={"probation_officer"}
    )
    with act_as(probation.actor):
        assert Offer.objects.get(pk=package.pk).left == 0
