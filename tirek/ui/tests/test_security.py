"""Headers of every answer."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from tirek.ui.security import CONTENT_POLICY, Headers


class Somebody:
    """Whoever is logged in."""

    is_authenticated = True


def answer(response: HttpResponseBase, user: object = None) -> HttpResponseBase:
    request: HttpRequest = RequestFactory().get("/")
    request.user = user or AnonymousUser()  # type: ignore[assignment]
    return Headers(lambda _request: response)(request)


def test_nothing_inline_and_nothing_from_another_host_is_allowed() -> None:
    policy = answer(HttpResponse())["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert CONTENT_POLICY["style-src"] == CONTENT_POLICY["script-src"] == "'self'"


def test_no_other_site_may_frame_a_page_or_learn_its_address() -> None:
    sent = answer(HttpResponse())
    assert "frame-ancestors 'none'" in sent["Content-Security-Policy"]
    assert sent["Referrer-Policy"] == "same-origin"
    assert sent["X-Content-Type-Options"] == "nosniff"


def test_a_page_for_somebody_logged_in_is_kept_by_no_cache() -> None:
    assert "no-store" in answer(HttpResponse(), Somebody())["Cache-Control"]
    assert "no-store" in answer(StreamingHttpResponse(), Somebody())["Cache-Control"]


def test_the_log_in_page_may_be_cached() -> None:
    assert "Cache-Control" not in answer(HttpResponse())


def test_no_view_lets_a_page_for_somebody_logged_in_be_cached() -> None:
    response = HttpResponse(headers={"Cache-Control": "private, max-age=60"})
    assert answer(response, Somebody())["Cache-Control"] == "no-store, private"
    stricter = HttpResponse(headers={"Cache-Control": "no-store, no-cache"})
    assert answer(stricter, Somebody())["Cache-Control"] == "no-store, no-cache"
