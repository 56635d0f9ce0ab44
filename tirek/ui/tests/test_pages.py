"""How views answer."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from tirek.ui import showcase, views
from tirek.ui.pages import UNDO, go_to, respond, undo_url_of

GUIDE = "ui/styleguide.html"


def request_for(path: str = "/styleguide/", *, method: str = "get", **headers: str) -> HttpRequest:
    """A request of nobody, with htmx's details on it."""
    request: HttpRequest = getattr(RequestFactory(), method)(path, headers=headers)
    request.user = AnonymousUser()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def guide(request: HttpRequest, form: showcase.SampleForm) -> HttpResponse:
    return respond(request, GUIDE, {"form": form, **showcase.samples()}, part="sample_form")


def test_a_page_is_answered_whole() -> None:
    answer = guide(request_for(), showcase.SampleForm())
    assert answer.status_code == 200
    assert b"<!doctype html>" in answer.content


def test_a_form_with_mistakes_is_answered_with_422() -> None:
    assert guide(request_for(), showcase.SampleForm({})).status_code == 422


def test_the_title_says_first_that_there_are_mistakes() -> None:
    wrong = guide(request_for(), showcase.SampleForm({})).content.decode()
    right = guide(request_for(), showcase.SampleForm()).content.decode()
    title = wrong[wrong.index("<title>") : wrong.index("</title>")]
    assert title != right[right.index("<title>") : right.index("</title>")]
    assert "data-error-summary" in wrong
    assert "data-error-summary" not in right


def test_the_summary_links_to_the_fields() -> None:
    assert b'href="#id_name"' in guide(request_for(), showcase.SampleForm({})).content


def test_htmx_gets_only_the_part() -> None:
    answer = guide(request_for(**{"HX-Request": "true"}), showcase.SampleForm())
    assert b"<html" not in answer.content
    assert b"<form" in answer.content
    assert "HX-Request" in answer["Vary"]


def test_a_boosted_link_gets_the_whole_page() -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true"}
    assert b"<html" in guide(request_for(**headers), showcase.SampleForm()).content


def test_going_on_is_a_redirect_for_a_form_and_a_header_for_htmx() -> None:
    assert go_to(request_for(), "/people/").status_code == 302
    answer = go_to(request_for(**{"HX-Request": "true"}), "/people/")
    assert answer["HX-Redirect"] == "/people/"


def test_only_a_message_made_for_it_offers_to_take_back() -> None:
    assert undo_url_of(f"{UNDO}/services/1/withdraw/") == "/services/1/withdraw/"
    assert undo_url_of("other") == ""
    assert undo_url_of(None) == ""


def test_the_appearance_is_kept_in_this_browser() -> None:
    request = RequestFactory().post("/styleguide/appearance/", {"theme": "dark", "next": "/people/"})
    answer = views.appearance(request)
    assert answer["Location"] == "/people/"
    assert answer.cookies["tirek_theme"].value == "dark"


def test_the_appearance_never_sends_to_another_host() -> None:
    request = RequestFactory().post(
        "/styleguide/appearance/", {"theme": "dark", "next": "https://evil.example/"}
    )
    assert views.appearance(request)["Location"] == "/"


def test_an_unknown_appearance_is_not_kept() -> None:
    request = RequestFactory().post("/styleguide/appearance/", {"theme": "neon"})
    assert "tirek_theme" not in views.appearance(request).cookies


def test_the_forbidden_page_gives_the_policys_reason() -> None:
    answer = views.forbidden(request_for(), PermissionError("needs a consent"))
    assert answer.status_code == 403
    assert b"needs a consent" in answer.content
