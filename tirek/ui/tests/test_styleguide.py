"""The style guide shows everything, in every language and state."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tirek.ui import showcase, views
from tirek.ui.tests.test_pages import guide, request_for


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_guide_is_shown_in_every_language(language: str) -> None:
    with translation.override(language):
        page = guide(request_for(), showcase.SampleForm()).content.decode()
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize(
    "part", ["empty", "loading", "error-summary", "progress", "pagination", "preview-row", "candidate"]
)
def test_the_guide_shows_the_states(part: str) -> None:
    page = guide(request_for(), showcase.SampleForm({})).content.decode()
    assert f'class="{part}' in page


def test_every_id_on_the_guide_is_there_once() -> None:
    page = guide(request_for(), showcase.SampleForm({})).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_every_link_within_the_guide_leads_somewhere() -> None:
    page = guide(request_for(), showcase.SampleForm()).content.decode()
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_a_long_job_asks_again_until_it_is_over() -> None:
    first = views.job(request_for("/styleguide/job/?step=0")).content.decode()
    last = views.job(request_for("/styleguide/job/?step=3")).content.decode()
    assert "hx-get" in first
    assert "hx-get" not in last


@pytest.mark.parametrize("template", ["404.html", "403.html", "403_csrf.html", "500.html"])
def test_an_error_page_needs_nothing_from_the_request(template: str) -> None:
    page = render_to_string(template)
    assert "<h1>" in page
    assert 'href="/"' in page
