"""The first page of a cheap phone on a bad network."""

from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import HttpResponse
from django.middleware.gzip import GZipMiddleware

from tirek.ui import showcase
from tirek.ui.tests.test_pages import guide, request_for

BUILT = Path(__file__).resolve().parents[3] / "build" / "static"
FIRST_FONTS = ("golos-text-cyrillic-wght-normal.woff2", "golos-text-latin-wght-normal.woff2")
KAZAKH_FONT = "golos-text-cyrillic-ext-wght-normal.woff2"
MOST_BYTES = 150_000


@pytest.mark.skipif(not (BUILT / "app.css").exists(), reason="the front end is not built")
def test_the_first_load_stays_under_150_kb_even_in_kazakh() -> None:
    packed = sum(
        len(brotli.compress((BUILT / name).read_bytes())) for name in ("app.css", "app.js", "icons.svg")
    )
    fonts = sum((BUILT / "fonts" / name).stat().st_size for name in (*FIRST_FONTS, KAZAKH_FONT))
    request = request_for()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip"  # as every browser asks, and as the server then sends
    sent = GZipMiddleware(lambda request: guide(request, showcase.SampleForm()))(request)
    assert isinstance(sent, HttpResponse)
    page = len(sent.content)
    assert packed + fonts + page < MOST_BYTES
