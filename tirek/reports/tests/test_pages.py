"""Pages of a grant: every figure opens its rows, every form works without a script."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from tirek.agencies.models import Worker
from tirek.audit.models import Reading
from tirek.gate.acting import act_as
from tirek.grants import actions as grants
from tirek.grants.models import Grant
from tirek.reports import actions, fragments, pictures
from tirek.reports.figures import count_figures
from tirek.reports.models import Explanation, Narrative, ReportVersion
from tirek.reports.tests import make

pytestmark = pytest.mark.django_db

TABS = ["grant", "events", "participants", "budget", "report"]


def page(client: Client, name: str, grant: Grant, *more: Any, **query: str) -> str:
    answer = client.get(reverse(f"reports:{name}", args=[grant.pk, *more]), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_shows(logged_in: Client, the_pilot: Grant, tab: str) -> None:
    assert the_pilot.title in page(logged_in, tab, the_pilot)


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_grant_shows_every_tab(logged_in: Client, tab: str) -> None:
    page(logged_in, tab, make.grant())


@pytest.mark.django_db(transaction=True)  # what is committed is counted once and kept, as between real pages
def test_every_figure_of_every_tab_opens_its_rows(logged_in: Client, the_pilot: Grant) -> None:
    links = {
        link
        for tab in TABS
        for link in re.findall(r'href="([^"]*/figure/[^"]*)"', page(logged_in, tab, the_pilot))
    }
    assert len(links) > 40
    for link in sorted(links):
        assert logged_in.get(unquote(link)).status_code == 200, link


def test_the_grant_page_shows_attendances_and_that_unique_people_are_not_knowable(
    logged_in: Client, the_pilot: Grant
) -> None:
    shown = page(logged_in, "grant", the_pilot)
    assert "257" in shown
    assert "190" in shown
    assert "188" in shown
    assert "332" in shown


def test_rows_are_paged_to_the_last_one(logged_in: Client, the_pilot: Grant) -> None:
    for key, count in (
        ("attendances", 257),
        ("services_total", 190),
        ("people_in_registry", 93),
        ("events:5", 150),
    ):
        address: str | None = reverse("reports:figure", args=[the_pilot.pk, key])
        base, seen = address, 0
        while address:
            text = logged_in.get(address).content.decode()
            seen += text.count('<th scope="row">')
            further = re.search(r'href="(\?after=[^"]*)"', text)
            address = f"{base}{further.group(1)}" if further else None
        assert seen == count, key


@pytest.mark.parametrize("key", ["nonsense", "services_total:x", "refused:x", "events:99"])
def test_a_figure_that_does_not_exist_is_not_found(logged_in: Client, the_pilot: Grant, key: str) -> None:
    assert logged_in.get(reverse("reports:figure", args=[the_pilot.pk, key])).status_code == 404


@pytest.mark.parametrize("after", ["x", "2017-01-01", "x~y", "2017-01-01~y"])
def test_a_place_that_does_not_exist_is_not_found(logged_in: Client, the_pilot: Grant, after: str) -> None:
    address = reverse("reports:figure", args=[the_pilot.pk, "services_total"])
    assert logged_in.get(address, {"after": after}).status_code == 404


def test_opening_rows_is_written_down_without_a_name(
    logged_in: Client, worker: Worker, the_pilot: Grant
) -> None:
    page(logged_in, "figure", the_pilot, "entered")
    with act_as(worker.actor):
        opened = Reading.objects.latest("id")
    assert (opened.action, opened.purpose, opened.person_id) == ("open", "report", None)
    assert opened.rows > 0


def test_a_grant_of_another_agency_is_not_found(logged_in: Client) -> None:
    other = grants.open_grant(
        agency=make.agency("Другой фонд"),
        title="Чужой",
        starts_on=make.START,
        ends_on=make.END,
        amount=Decimal(1),
        by=make.actor(),
    )
    assert logged_in.get(reverse("reports:grant", args=[other.pk])).status_code == 404


def test_a_grant_is_opened_by_form(logged_in: Client) -> None:
    typed = {"title": "Новый", "starts_on": "01.02.2026", "ends_on": "01.12.2026", "amount": "2 485 260,50 ₸"}
    answer = logged_in.post(reverse("reports:open_grant"), typed)
    assert answer.status_code == 302
    assert str(Grant.objects.get(title="Новый").amount) == "2485260.50"


def test_a_grant_that_ends_before_it_begins_is_refused(logged_in: Client) -> None:
    typed = {"title": "Новый", "starts_on": "01.02.2026", "ends_on": "01.01.2026", "amount": "1"}
    assert logged_in.post(reverse("reports:open_grant"), typed).status_code == 422
    assert not Grant.objects.exists()


def test_the_explanation_page_offers_a_draft_with_its_sources(logged_in: Client, the_pilot: Grant) -> None:
    shown = page(logged_in, "explain", the_pilot, "category:medical")
    assert "желание инспектора" in shown
    assert f"/grants/{the_pilot.pk}/figure/not_attended:medical/" in shown
    assert f"/grants/{the_pilot.pk}/budget/" in shown


def test_an_explanation_is_saved_as_a_draft_and_approved(logged_in: Client, the_pilot: Grant) -> None:
    address = reverse("reports:explain", args=[the_pilot.pk, "category:documents"])
    assert logged_in.post(address, {"text_ru": "Четыре из тридцати"}).status_code == 302
    assert Explanation.objects.get().approved_at is None
    both = {"text_ru": "Четыре", "text_kk": "Төрт", "approve": "yes"}
    assert logged_in.post(address, both).status_code == 302
    assert Explanation.objects.get().approved_at is not None


def test_an_explanation_without_kazakh_is_not_approved(logged_in: Client, the_pilot: Grant) -> None:
    address = reverse("reports:explain", args=[the_pilot.pk, "category:documents"])
    assert logged_in.post(address, {"text_ru": "Четыре", "approve": "yes"}).status_code == 422
    assert not Explanation.objects.exists()


def test_what_agrees_has_nothing_to_explain(logged_in: Client, the_pilot: Grant) -> None:
    assert logged_in.get(reverse("reports:explain", args=[the_pilot.pk, "mismatch:women"])).status_code == 404


def test_an_unknown_token_is_an_error_and_nothing_typed_is_lost(logged_in: Client, the_pilot: Grant) -> None:
    address = reverse("reports:narrate", args=[the_pilot.pk, "facts"])
    answer = logged_in.post(address, {"text_ru": "Всего {nonsense}", "text_kk": ""})
    assert answer.status_code == 422
    assert "Всего {nonsense}" in answer.content.decode()
    assert not Narrative.objects.exists()


def test_an_offered_sentence_is_put_at_the_end_of_both_texts(logged_in: Client, the_pilot: Grant) -> None:
    address = reverse("reports:narrate", args=[the_pilot.pk, "facts"])
    answer = logged_in.post(address, {"text_ru": "Начало.", "text_kk": "Басы.", "insert": "0"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Начало. " in shown
    assert shown.count("{attendances}") >= 2
    again = {"text_ru": "{attendances}", "text_kk": "", "insert": "0"}
    assert logged_in.post(address, again).status_code == 200
    assert not Narrative.objects.exists()


def test_money_is_moved_with_a_reason(logged_in: Client) -> None:
    grant = make.grant()
    lines = [
        grants.budget(grant=grant, article=name, planned=Decimal(100), spent=Decimal(0), by=make.actor())
        for name in ("Досуг", "Медицинские услуги")
    ]
    typed = {"source": lines[0].pk, "target": lines[1].pk, "amount": "60", "decided_on": "", "reason": ""}
    address = reverse("reports:reallocate", args=[grant.pk])
    assert logged_in.post(address, typed).status_code == 422
    assert logged_in.post(address, typed | {"reason": "нет спроса"}).status_code == 302
    assert grant.reallocations.count() == 1


def test_a_declared_figure_stands_beside_the_count(logged_in: Client, the_pilot: Grant) -> None:
    address = reverse("reports:declare", args=[the_pilot.pk])
    assert logged_in.post(address, {"indicator": "applied", "declared": "90"}).status_code == 302
    assert "mismatch:applied" in page(logged_in, "grant", the_pilot)
    assert logged_in.post(address, {"indicator": "applied", "declared": "many"}).status_code == 422


def test_the_final_report_is_refused_while_tasks_are_left(logged_in: Client, the_pilot: Grant) -> None:
    address = reverse("reports:request_version", args=[the_pilot.pk])
    assert logged_in.post(address, {"final": "yes"}).status_code == 422
    assert not ReportVersion.objects.exists()
    assert logged_in.post(address, {"final": "no"}).status_code == 302
    assert ReportVersion.objects.get().state == "waiting"


def test_a_document_is_downloaded_only_when_it_is_built(logged_in: Client, the_pilot: Grant) -> None:
    version = actions.request_version(grant=the_pilot, by=make.actor())
    address = reverse("reports:download", args=[the_pilot.pk, version.number, "word_ru"])
    assert logged_in.get(address).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_cards_are_rendered_once_and_follow_every_write(logged_in: Client, the_pilot: Grant) -> None:
    page(logged_in, "grant", the_pilot)
    while pictures.draw_waiting():
        pass
    page(logged_in, "grant", the_pilot)
    with patch.object(fragments, "render_to_string", side_effect=AssertionError("rendered again")):
        assert "190" in page(logged_in, "grant", the_pilot)
    make.service(the_pilot, make.entrant(the_pilot, "Новый Человек"))
    assert "191" in page(logged_in, "grant", the_pilot)
    texts = {"text_ru": "Так вышло с документами", "text_kk": "Солай болды"}
    actions.explain(grant=the_pilot, key="category:documents", approve=True, **texts, by=make.actor())
    assert "Так вышло с документами" in page(logged_in, "grant", the_pilot)


def test_the_form_of_the_cards_carries_the_readers_token(logged_in: Client, the_pilot: Grant) -> None:
    shown = page(logged_in, "grant", the_pilot)
    form = shown[shown.index('/explain/category:documents/" novalidate') :]
    assert form.index("csrfmiddlewaretoken") < form.index('name="text_ru"')


def test_numbers_on_the_pages_are_those_of_the_report(logged_in: Client, the_pilot: Grant) -> None:
    numbers = count_figures(the_pilot).numbers
    pattern = r'figure/([^"]+)/"[^>]*>(?:<b>)?(\d+)(?:</b>| |<)'
    compared = 0
    for tab in ("grant", "events", "participants"):
        for key, shown in re.findall(pattern, page(logged_in, tab, the_pilot)):
            assert numbers[unquote(key)] == int(shown), key
            compared += 1
    assert compared > 40
