"""Written sections hold live figures; a figure that does not exist is an error at once."""

from __future__ import annotations

import pytest

from tirek.grants.models import Grant
from tirek.reports import actions, tokens
from tirek.reports.figures import count_figures
from tirek.reports.models import ReportSection
from tirek.reports.offers import offers
from tirek.reports.policies import NoSuchSection
from tirek.reports.tests import make

pytestmark = pytest.mark.django_db


def test_tokens_become_the_numbers_of_today(the_pilot: Grant) -> None:
    text = "{entered} человек, {services_total} услуг, {kind:psychological_help} и {age:17-22}, {category:medical}"
    figures = count_figures(the_pilot)
    tokens.check(text, figures)
    assert tokens.render(text, figures, "ru") == "68 человек, 190 услуг, 60 и 34, 20"


def test_large_numbers_are_written_in_groups() -> None:
    figures = count_figures(make.grant())
    figures.numbers["entered"] = 12345
    assert tokens.render("{entered}", figures, "ru") == "12\N{NO-BREAK SPACE}345"


@pytest.mark.parametrize(
    "text", ["{nonsense}", "{kind:nothing}", "{}", "a { b", "a } b", "{age:1}", "{{entered}"]
)
def test_an_unknown_token_or_a_stray_brace_is_an_error(the_pilot: Grant, text: str) -> None:
    with pytest.raises(tokens.UnknownToken):
        tokens.check(text, count_figures(the_pilot))


def test_a_figure_that_cannot_be_known_says_so(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    tokens.check("{unique_people}", figures)
    assert not tokens.render("{unique_people}", figures, "ru").isdecimal()


def test_every_offered_token_can_be_written(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    for one in tokens.offered(figures, "ru"):
        tokens.check(one.token, figures)
        assert tokens.is_figure(one.token.strip("{}"))
        assert one.value


def test_the_form_has_six_written_sections_and_facts_are_offered_for_each(the_pilot: Grant) -> None:
    sections = list(ReportSection.objects.on(the_pilot.starts_on))
    assert len(sections) == 6
    figures = count_figures(the_pilot)
    for section in sections:
        for offer in offers(section.code, figures, "kk"):
            tokens.check(offer.ru, figures)
            tokens.check(offer.kk, figures)
            assert "{" not in offer.today


def test_a_section_the_form_does_not_have_is_refused(the_pilot: Grant) -> None:
    with pytest.raises(NoSuchSection):
        actions.narrate(grant=the_pilot, section="stories", text_ru="x", text_kk="", by=make.actor())


def test_a_section_is_saved_half_written_and_then_whole(the_pilot: Grant) -> None:
    actions.narrate(grant=the_pilot, section="facts", text_ru="Есть", text_kk="", by=make.actor())
    text = actions.narrate(grant=the_pilot, section="facts", text_ru="Есть", text_kk="Бар", by=make.actor())
    assert (the_pilot.narratives.count(), text.text("kk")) == (1, "Бар")
