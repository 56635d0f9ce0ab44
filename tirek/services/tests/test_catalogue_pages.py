"""Pages of the catalogue: found by need and town, the number edited in place, nothing written over, nobody sent in vain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.people.tests import make as people
from tirek.services import activities, offering
from tirek.services.actions import Ending
from tirek.services.models import Activity, ActivityWish, LegalTopic, Offer, OfferName, Service, Waiting
from tirek.services.reference import LEGAL_TOPICS
from tirek.services.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return staff.worker()


@pytest.fixture
def person(worker: Worker) -> Person:
    return people.nurlan(worker)


@pytest.fixture
def page(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def typed(**said: Any) -> dict[str, Any]:
    """What a worker sends who adds an offer."""
    return {
        "id": uuid4(),
        "kind": make.kind().id,
        "name_ru": "Продуктовый набор",
        "limit": "stock",
        "total": "45",
        "answered_in": "days",
        "answer_within": "3",
        "starts_on": "21.07.2017",
    } | said


def names(answer: Any) -> list[str]:
    return [line.name for line in answer.context["lines"]]


def test_what_has_no_places_stays_in_the_list_with_the_next_day(page: Client, worker: Worker) -> None:
    day = timezone.localdate() + timedelta(days=20)
    package = make.offer(worker, stock=0)
    offering.limit_to(offer=package, limit="places", total=10, left=0, next_on=day, seen=0, by=worker.actor)
    html = page.get(reverse("services:offers")).content.decode()
    assert f"{day:%d.%m.%Y}" in html


def test_the_catalogue_is_narrowed_by_need_town_and_places(page: Client, worker: Worker) -> None:
    make.offer(worker, name="пакет", place="Риддер")
    make.offer(worker, name="осмотр", code="medical_check", stock=0)
    address = reverse("services:offers")
    assert names(page.get(address, {"need": "medical"})) == ["осмотр"]
    assert names(page.get(address, {"place": "Риддер"})) == ["пакет"]
    assert names(page.get(address, {"state": "open"})) == ["пакет"]
    assert set(names(page.get(address, {"need": "nonsense", "place": "?"}))) == {"пакет", "осмотр"}


def test_every_agency_reads_the_catalogue_and_its_own_numbers_alone_are_editable(worker: Worker) -> None:
    package = make.offer(worker)
    clinic = staff.worker("clinic", of=staff.agency("Поликлиника № 3", Agency.Kind.CLINIC), roles={"clinic"})
    client = Client()
    client.force_login(clinic.user)
    assert names(client.get(reverse("services:offers"))) == [package.name]
    html = client.get(reverse("services:offer", args=[package.id])).content.decode()
    assert reverse("services:offer_left", args=[package.id]) not in html
    for name in ("offer_change", "who_waits"):
        assert client.get(reverse(f"services:{name}", args=[package.id])).status_code == 404
    for name in ("offer_left", "offer_close", "offer_reopen"):
        assert client.post(reverse(f"services:{name}", args=[package.id]), {"left": 1}).status_code == 404


def test_an_offer_is_added_and_the_same_form_sent_twice_adds_one(page: Client, worker: Worker) -> None:
    said = typed(asked=["in_hardship"], age_from="18", papers=["id_card"])
    for _ in range(2):
        assert page.post(reverse("services:offer_add"), said).status_code == 302
    offer = Offer.objects.get()
    assert (offer.total, offer.left, offer.limit) == (45, 45, "stock")
    assert offer.conditions == [{"code": "in_hardship", "value": True}, {"code": "age_from", "value": 18}]


def test_a_night_shelter_is_asked_in_hours(page: Client) -> None:
    said = typed(
        kind=make.kind("shelter").id,
        limit="places",
        total="12",
        answered_in="hours",
        answer_within="2",
        days=["0", "1", "2", "3", "4", "5", "6"],
        opens_at="18:00",
        closes_at="9",
    )
    assert page.post(reverse("services:offer_add"), said).status_code == 302
    offer = Offer.objects.get()
    assert (offer.hours_to_answer, offer.days_to_answer) == (2, None)
    assert offer.hours.is_overnight


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"total": ""}, "total"),
        ({"opens_at": "9:00"}, "closes_at"),
        ({"opens_at": "9:00", "closes_at": "18:00"}, "days"),
        ({"opens_at": "9:00", "closes_at": "18:00", "days": ["0"], "break_from": "19:00", "break_to": "20:00"}, "break_to"),
        ({"ends_on": "20.07.2017"}, "ends_on"),
        ({"age_from": "40", "age_to": "20"}, "age_to"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field(page: Client, said: dict[str, Any], field: str) -> None:
    answer = page.post(reverse("services:offer_add"), typed(**said))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Offer.objects.exists()


def test_an_offer_opens_in_the_form_as_it_stands(page: Client, worker: Worker) -> None:
    page.post(
        reverse("services:offer_add"), typed(asked=["no_home"], only_place="Риддер", sex="f", fee="500")
    )
    offer = Offer.objects.get()
    form = page.get(reverse("services:offer_change", args=[offer.id])).context["form"]
    sent = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
    sent["starts_on"] = f"{offer.starts_on:%d.%m.%Y}"
    assert page.post(reverse("services:offer_change", args=[offer.id]), sent).status_code == 302
    again = Offer.objects.get()
    assert again.version == 2
    same = ("conditions", "papers", "fee", "place", "days_to_answer", "left")
    assert [getattr(again, name) for name in same] == [getattr(offer, name) for name in same]


def test_a_colleagues_change_is_not_written_over_and_nothing_typed_is_lost(
    page: Client, worker: Worker
) -> None:
    page.post(reverse("services:offer_add"), typed())
    offer = Offer.objects.get()
    for place, status in (("Риддер", 302), ("Семей", 409)):
        said = typed(id=offer.id, version="1", place=place)
        answer = page.post(reverse("services:offer_change", args=[offer.id]), said)
        assert answer.status_code == status
    assert "Семей" in answer.content.decode()
    assert Offer.objects.get().place == "Риддер"


def test_a_new_name_stands_from_its_day(page: Client, worker: Worker) -> None:
    page.post(reverse("services:offer_add"), typed())
    offer = Offer.objects.get()
    said = typed(id=offer.id, version="1", name_ru="Набор первой помощи", renamed_on="01.10.2017")
    page.post(reverse("services:offer_change", args=[offer.id]), said)
    assert [name.name_ru for name in OfferName.objects.all()] == ["Продуктовый набор", "Набор первой помощи"]


def test_the_number_is_edited_in_place(page: Client, worker: Worker) -> None:
    package = make.offer(worker)
    said = {"left": "40", "total": "45", "seen": "45", "next_on": "", "in_list": "1"}
    answer = page.post(reverse("services:offer_left", args=[package.id]), said)
    assert answer["Location"] == reverse("services:offers")
    assert make.left(package) == 40


def test_what_was_given_meanwhile_is_shown_and_not_written_over(
    page: Client, worker: Worker, person: Person
) -> None:
    package = make.offer(worker)
    make.service(worker, person)
    said = {"left": "40", "total": "45", "seen": "45", "next_on": ""}
    answer = page.post(reverse("services:offer_left", args=[package.id]), said)
    assert answer.status_code == 409
    assert answer.context["left_form"]["seen"].value() == "44"
    assert answer.context["left_form"]["left"].value() == "40"
    assert make.left(package) == 44


def test_a_service_typed_as_given_lowers_the_number(page: Client, worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    address = reverse("services:record", args=[person.id])
    opened = page.get(address, {"offer": str(package.id)}).context["form"]
    assert opened.initial["kind"] == package.kind_id
    said = {"id": uuid4(), "kind": package.kind_id, "ending": "given", "happened_on": "05.09.2017"}
    said |= {"wish_of": "person", "provider": worker.agency_id}
    answer = page.post(address, said, follow=True)
    assert make.left(package) == 44
    assert reverse("services:offer", args=[package.id]) in answer.content.decode()


def test_what_is_not_there_is_not_recorded_as_given_and_nothing_typed_is_lost(
    page: Client, worker: Worker, person: Person
) -> None:
    make.offer(worker, stock=0)
    said = {"id": uuid4(), "kind": make.kind().id, "ending": "given", "happened_on": "05.09.2017"}
    said |= {"wish_of": "person", "provider": worker.agency_id, "note": "принёс справку"}
    answer = page.post(reverse("services:record", args=[person.id]), said)
    assert answer.status_code == 422
    assert "принёс справку" in answer.content.decode()
    assert not Service.objects.exists()


def test_an_open_line_corrected_to_given_takes_one(page: Client, worker: Worker, person: Person) -> None:
    package = make.offer(worker)
    service = make.service(worker, person, Ending.OPEN)
    said = {"id": service.id, "kind": make.kind().id, "ending": "given", "happened_on": "05.09.2017"}
    said |= {"wish_of": "person", "provider": worker.agency_id}
    page.post(reverse("services:correct", args=[service.id]), said)
    assert make.left(package) == 44


def test_legal_help_is_coded_by_the_nine_topics_of_the_report(
    page: Client, worker: Worker, person: Person
) -> None:
    assert len(LEGAL_TOPICS) == 9 + 1
    claims, appeals = LegalTopic.objects.filter(code__in=["claims", "appeals"]).order_by("position")
    said = {"id": uuid4(), "ending": "given", "happened_on": "05.09.2017", "topics": [claims.id, appeals.id]}
    said |= {"wish_of": "person", "provider": worker.agency_id}
    address = reverse("services:record", args=[person.id])
    page.post(address, said | {"kind": make.kind("legal_advice").id})
    service = Service.objects.get()
    assert [one.topic for one in service.topics.order_by("topic__position")] == [claims, appeals]
    page.post(address, said | {"id": uuid4(), "kind": make.kind().id})
    assert not Service.objects.exclude(pk=service.pk).get().topics.exists()


def test_for_a_person_it_is_said_what_fits_and_why_not(page: Client, worker: Worker, person: Person) -> None:
    make.offer(worker, name="женщинам", conditions=[{"code": "sex", "value": "f"}])
    make.offer(worker, name="всем")
    make.offer(worker, name="спросить", conditions=[{"code": "no_home", "value": True}])
    answer = page.get(reverse("services:offers_for", args=[person.id]))
    assert names(answer) == ["всем", "спросить", "женщинам"]
    assert Reading.objects.filter(person_id=person.id).exists()


def test_a_strangers_person_is_not_judged(page: Client, worker: Worker) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        stranger = people.person(other, "Ким Олег")
    assert page.get(reverse("services:offers_for", args=[stranger.id])).status_code == 404


def test_the_persons_page_leads_to_what_suits_the_person(page: Client, person: Person) -> None:
    to_catalogue = reverse("services:offers_for", args=[person.id])
    assert to_catalogue in page.get(reverse("desk:person", args=[person.id])).content.decode()
    assert page.get(to_catalogue).status_code == 200


def test_somebody_waits_and_leaves(page: Client, worker: Worker, person: Person) -> None:
    package = make.offer(worker, stock=0, keeps_queue=True)
    found = page.get(reverse("services:who_waits", args=[package.id]), {"q": "Серік"})
    assert reverse("services:wait", args=[package.id, person.id]) in found.content.decode()
    for _ in range(2):
        page.post(reverse("services:wait", args=[package.id, person.id]))
    waiting = Waiting.objects.get()
    assert person.name in page.get(reverse("services:offer", args=[package.id])).content.decode()
    page.post(reverse("services:leave", args=[package.id, waiting.id]), {"how": "given"})
    assert person.name not in page.get(reverse("services:offer", args=[package.id])).content.decode()


def test_a_queue_for_treatment_asks_for_a_consent_on_health(
    page: Client, worker: Worker, person: Person
) -> None:
    treatment = make.offer(worker, code="alcohol_treatment", keeps_queue=True)
    answer = page.post(reverse("services:wait", args=[treatment.id, person.id]), follow=True)
    assert not Waiting.objects.exists()
    assert "note bad" in answer.content.decode()


def test_it_is_closed_with_a_reason_everybody_reads_and_opened_again(page: Client, worker: Worker) -> None:
    package = make.offer(worker)
    assert page.post(reverse("services:offer_close", args=[package.id]), {"why": ""}).status_code == 422
    page.post(reverse("services:offer_close", args=[package.id]), {"why": "инвентаризация"})
    assert "инвентаризация" in page.get(reverse("services:offers")).content.decode()
    page.post(reverse("services:offer_reopen", args=[package.id]))
    assert "инвентаризация" not in page.get(reverse("services:offers")).content.decode()


def test_an_activity_is_proposed_chosen_and_held_and_wishes_are_kept(page: Client, worker: Worker) -> None:
    said = {"id": uuid4(), "title": "Литературный вечер", "with_whom": "библиотека"}
    for _ in range(2):
        assert page.post(reverse("services:activities"), said).status_code == 302
    evening = Activity.objects.get()
    for people_said in (3, 2):
        wish = {"text": "просто в кино, без библиотеки", "people": people_said}
        page.post(reverse("services:ask_instead", args=[evening.id]), wish)
    assert ActivityWish.objects.get().people == 5
    page.post(reverse("services:choose_activity", args=[evening.id]), {"version": "1"})
    held = {"version": "2", "held_on": "10.10.2017", "came": "8"}
    page.post(reverse("services:hold_activity", args=[evening.id]), held)
    evening.refresh_from_db()
    assert (evening.stage, evening.came) == ("held", 8)
    assert page.get(reverse("services:activities")).status_code == 200


def test_what_was_held_is_not_dropped_and_an_older_page_changes_nothing(page: Client, worker: Worker) -> None:
    match = activities.propose_activity(id=uuid4(), title="Футбол", by=worker.actor)
    drop = {"version": "1", "why": "не из-за чего"}
    page.post(reverse("services:drop_activity", args=[match.id]), drop)
    answer = page.post(reverse("services:choose_activity", args=[match.id]), {"version": "1"})
    assert answer.status_code == 409
    answer = page.post(reverse("services:choose_activity", args=[match.id]), {"version": "2"})
    assert answer.status_code == 409
    match.refresh_from_db()
    assert (match.stage, match.why_dropped) == ("dropped", "не из-за чего")


def test_another_agencys_activities_are_not_there(page: Client, worker: Worker) -> None:
    other = staff.worker("danat", of=staff.agency("Другой фонд"))
    with act_as(other.actor):
        foreign = activities.propose_activity(id=uuid4(), title="Поход", by=other.actor)
    assert page.get(reverse("services:activity", args=[foreign.id])).status_code == 404
    assert not Activity.objects.exists()
