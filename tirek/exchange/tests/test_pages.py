"""The pages: hand a file in, look, answer, write, decide who a row means."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.exchange import jobs
from tirek.exchange.models import Import, ImportRow
from tirek.exchange.tests import make
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.services.models import Service, ServiceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> Worker:
    return make.hire()


@pytest.fixture
def browser(client: Client, worker: Worker) -> Client:
    client.force_login(worker.user)
    return client


def page(browser: Client, name: str, *args: object) -> str:
    answer = browser.get(reverse(f"exchange:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def post(browser: Client, name: str, *args: object, **said: object) -> HttpResponse:
    return browser.post(reverse(f"exchange:{name}", args=args), said)  # type: ignore[return-value]


def hand_in(browser: Client, body: bytes, settle: str = "hold") -> Import:
    upload = SimpleUploadedFile("journal.xlsx", body)
    assert post(browser, "imports", file=upload, settle=settle).status_code == 302
    file = Import.objects.latest("created_at")
    assert "job" in page(browser, "preview", file.pk)
    jobs.read(import_id=str(file.pk))
    file.refresh_from_db()
    return file


def test_a_file_goes_from_upload_over_the_preview_into_the_registry(browser: Client) -> None:
    file = hand_in(browser, make.pilot(), settle="best")
    text = page(browser, "preview", file.pk)
    assert "Общественный фонд «Антарес А»" in text
    assert "outcome=new" in text
    assert Person.objects.count() == 0
    assert post(browser, "commit", file.pk).status_code == 302
    jobs.commit(import_id=str(file.pk))
    file.refresh_from_db()
    assert file.state == Import.State.COMMITTED
    assert Service.objects.count() == 373
    page(browser, "preview", file.pk)
    assert "journal.xlsx" in page(browser, "imports")


def test_the_preview_is_turned_page_by_page_and_filtered(browser: Client) -> None:
    file = hand_in(browser, make.pilot())
    first = browser.get(reverse("exchange:preview", args=[file.pk]), {"outcome": "same"}).content.decode()
    assert "after=" in first
    rows = ImportRow.objects.filter(file=file, outcome="same").order_by("id")
    address = reverse("exchange:preview", args=[file.pk])
    last = browser.get(f"{address}?outcome=same&after={rows[371].pk}").content.decode()
    assert last.count('class="preview-row') == 1


def test_a_waiting_row_is_settled_as_this_person(browser: Client) -> None:
    file = _with_a_maybe(browser)
    row = make.rows_of(file, "maybe")[0]
    assert "Тестов" in page(browser, "review")
    assert "compare" in page(browser, "compare", row.pk)
    known = Person.objects.get(name__startswith="Тестов")
    assert post(browser, "settle", row.pk, person=str(known.pk)).status_code == 302
    assert Service.objects.get(number=7).person == known
    assert Person.objects.count() == 2
    assert "Тестов" not in page(browser, "review")


def test_a_waiting_row_is_settled_as_another_person(browser: Client) -> None:
    file = _with_a_maybe(browser)
    row = make.rows_of(file, "maybe")[0]
    assert post(browser, "settle", row.pk, person="new").status_code == 302
    assert Person.objects.count() == 3
    assert Service.objects.get(number=7).person.records.count() == 1


def test_a_row_cannot_be_settled_to_somebody_who_was_not_offered(browser: Client) -> None:
    file = _with_a_maybe(browser)
    stranger = Person.objects.get(name__startswith="Сынақова")
    answer = post(browser, "settle", make.rows_of(file, "maybe")[0].pk, person=str(stranger.pk))
    assert answer.status_code == 422
    assert not Service.objects.filter(number=7).exists()


def test_rows_with_mistakes_are_left_out_only_where_that_is_said(browser: Client) -> None:
    rows = [*make.TWO_PEOPLE, (3, "31.02.2017", "Пробный Пётр Петрович", "", "01.01.1990", "М", "да", "")]
    file = hand_in(browser, make.workbook({"Обращения": [make.APPLICATIONS, *rows]}))
    assert post(browser, "commit", file.pk).status_code == 422
    assert post(browser, "commit", file.pk, skip_errors="on").status_code == 302
    jobs.commit(import_id=str(file.pk))
    assert Person.objects.count() == 2


def test_unknown_headings_and_services_are_asked_once_and_remembered(browser: Client) -> None:
    heading = [*make.SERVICES[:5], "Что сделали", *make.SERVICES[6:]]
    heading[5], heading[4] = "Услуга", "Когда родился"
    line = (1, "05.08.2017", "Тестов Иван Петрович", "", "03.05.1988", "Стрижка", "", "оказана", "")
    book = make.workbook({"Услуги": [heading, line]})
    file = hand_in(browser, book)
    assert "Стрижка" in page(browser, "preview", file.pk)
    answers = {"heading_0": "birth_on", "kind_0": "new:leisure"}
    assert post(browser, "explain", file.pk, **answers).status_code == 302
    jobs.read(import_id=str(file.pk))
    post(browser, "commit", file.pk)
    jobs.commit(import_id=str(file.pk))
    kind = ServiceKind.objects.get(name_ru="Стрижка")
    assert kind.category == "leisure" and kind.proposed
    assert Person.objects.get().birth_on is not None
    again = hand_in(browser, book)
    assert again.asked is None


def test_a_file_may_be_taken_back(browser: Client) -> None:
    file = hand_in(browser, make.pilot())
    assert post(browser, "withdraw", file.pk).status_code == 302
    assert not Import.objects.exists()


def test_nobody_sees_the_files_of_another_agency(browser: Client, client: Client) -> None:
    other = make.hire("other", "Другая организация")
    with act_as(other.actor):
        file = make.read(make.pilot(), other)
    for name in ("preview", "progress"):
        assert browser.get(reverse(f"exchange:{name}", args=[file.pk])).status_code == 404
    for name in ("commit", "withdraw", "explain"):
        assert post(browser, name, file.pk).status_code == 404


def test_a_refused_file_says_why(browser: Client) -> None:
    file = hand_in(browser, b"name;date\nA;B\n")
    assert "CSV" in page(browser, "preview", file.pk)


def test_the_browser_is_sent_to_the_preview_when_the_job_is_over(browser: Client) -> None:
    file = make.read(make.pilot(), Worker.objects.get())
    answer = browser.get(reverse("exchange:progress", args=[file.pk]), HTTP_HX_REQUEST="true")
    assert answer.headers["HX-Redirect"] == reverse("exchange:preview", args=[file.pk])


def _with_a_maybe(browser: Client) -> Import:
    """Two people, and a service for somebody who may be one of them."""
    line = (7, "05.08.2017", "Тестов Иван", "", "", "Социальный пакет", "", "оказана", "")
    book: dict[str, make.Rows] = {
        "Обращения": [make.APPLICATIONS, *make.TWO_PEOPLE],
        "Услуги": [make.SERVICES, line],
    }
    file = hand_in(browser, make.workbook(book))
    assert len(make.rows_of(file, "maybe")) == 1
    assert post(browser, "commit", file.pk).status_code == 302
    jobs.commit(import_id=str(file.pk))
    file.refresh_from_db()
    assert not Service.objects.exists()
    return file
