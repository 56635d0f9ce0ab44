"""Every difference is explained: shortfall and excess, plan and declaration."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tirek.audit.models import JournalEntry
from tirek.grants import actions as grants
from tirek.grants.models import Grant
from tirek.reports import actions
from tirek.reports.deviations import Differences, Standing, differences
from tirek.reports.drafts import draft
from tirek.reports.figures import count_figures
from tirek.reports.indicators import called
from tirek.reports.policies import ExplanationIncomplete, NothingToExplain
from tirek.reports.tests import make
from tirek.reports.tokens import UnknownToken

pytestmark = pytest.mark.django_db


def differing(grant: Grant) -> Differences:
    return differences(grant, count_figures(grant))


def explain(grant: Grant, key: str, **more: object) -> None:
    facts = {"text_ru": "Потому что", "text_kk": "Себебі", "approve": True} | more
    actions.explain(grant=grant, key=key, **facts, by=make.actor())  # type: ignore[arg-type]


def standing(grant: Grant, key: str) -> Standing:
    line = differing(grant).called(key)
    assert line is not None
    return line.standing


def test_the_pilot_has_eight_deviations_shortfalls_and_excess_alike(the_pilot: Grant) -> None:
    lines = {line.key: (line.plan, line.fact) for line in differing(the_pilot).deviations}
    assert lines == {
        "people": (30, 68),
        "category:material": (30, 45),
        "category:medical": (30, 20),
        "category:documents": (30, 4),
        "category:education": (30, 8),
        "category:legal": (30, 45),
        "category:psychological": (30, 60),
        "category:leisure": (30, 8),
    }


def test_the_pilot_has_one_mismatch_188_against_190(the_pilot: Grant) -> None:
    found = differing(the_pilot)
    assert [(line.key, line.plan, line.fact) for line in found.mismatches] == [
        ("mismatch:services_total", 188, 190)
    ]
    assert len(found.declared) == 5


def test_what_is_as_planned_is_no_deviation() -> None:
    grant = make.grant()
    grants.plan(grant=grant, code="legal", label="Юридическая помощь", planned=1, by=make.actor())
    make.service(grant, make.entrant(grant))
    assert differing(grant).deviations == []


def test_what_was_promised_and_never_given_is_a_deviation() -> None:
    grant = make.grant()
    grants.plan(grant=grant, code="leisure", label="Досуг", planned=30, by=make.actor())
    assert [(line.key, line.fact) for line in differing(grant).deviations] == [("category:leisure", 0)]


def test_what_was_given_and_never_promised_is_a_deviation() -> None:
    grant = make.grant()
    grants.plan(grant=grant, code="leisure", label="Досуг", planned=0, by=make.actor())
    make.service(grant, make.entrant(grant))
    assert [(line.key, line.plan) for line in differing(grant).deviations] == [("category:legal", None)]


def test_an_event_that_is_not_as_planned_is_a_deviation() -> None:
    grant = make.grant()
    make.attendance(make.event(grant, 2, planned=22), "Ахметов Ерлан")
    assert [line.key for line in differing(grant).deviations] == ["event:2"]


def test_an_explanation_counts_only_when_approved(the_pilot: Grant) -> None:
    assert standing(the_pilot, "category:leisure") == Standing.MISSING
    explain(the_pilot, "category:leisure", approve=False)
    assert standing(the_pilot, "category:leisure") == Standing.DRAFT
    explain(the_pilot, "category:leisure")
    assert standing(the_pilot, "category:leisure") == Standing.APPROVED


def test_an_explanation_of_other_numbers_is_out_of_date(the_pilot: Grant) -> None:
    explain(the_pilot, "category:leisure")
    make.service(the_pilot, make.entrant(the_pilot, "Новый Человек"), "Досуг: турнир по настольному теннису")
    assert standing(the_pilot, "category:leisure") == Standing.OUT_OF_DATE


def test_a_changed_explanation_waits_for_approval_again(the_pilot: Grant) -> None:
    explain(the_pilot, "people")
    explain(the_pilot, "people", text_ru="Иначе", approve=False)
    assert standing(the_pilot, "people") == Standing.DRAFT


def test_an_explanation_in_one_language_is_not_approved_and_nothing_is_written(the_pilot: Grant) -> None:
    with pytest.raises(ExplanationIncomplete):
        explain(the_pilot, "people", text_kk=" ")
    assert standing(the_pilot, "people") == Standing.MISSING


def test_an_explanation_of_a_declared_figure_says_which_one_the_report_uses(the_pilot: Grant) -> None:
    with pytest.raises(ExplanationIncomplete):
        explain(the_pilot, "mismatch:services_total")
    explain(the_pilot, "mismatch:services_total", uses="counted")
    assert standing(the_pilot, "mismatch:services_total") == Standing.APPROVED


@pytest.mark.parametrize("key", ["mismatch:women", "category:nothing", "x"])
def test_what_agrees_or_does_not_exist_cannot_be_explained(the_pilot: Grant, key: str) -> None:
    with pytest.raises(NothingToExplain):
        explain(the_pilot, key, uses="counted")


def test_an_unknown_token_in_an_explanation_is_an_error(the_pilot: Grant) -> None:
    with pytest.raises(UnknownToken):
        explain(the_pilot, "people", text_ru="Всего {nonsense}")


def test_explaining_and_approving_are_journaled(the_pilot: Grant) -> None:
    explain(the_pilot, "people")
    written = JournalEntry.objects.filter(action__startswith="reports.").values_list("action", flat=True)
    assert list(written.order_by("id")) == ["reports.explain", "reports.approve_explanation"]


def test_a_draft_names_who_did_not_come_whose_wish_it_was_and_the_money_moved(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    line = differences(the_pilot, figures).called("category:medical")
    assert line is not None
    offered = draft(the_pilot, figures, line, "ru")
    assert "личные причины (4)" in offered.text
    assert "желание инспектора, не человека (2)" in offered.text
    assert "139\N{NO-BREAK SPACE}175" in offered.text
    assert {source.key for source in offered.sources} == {
        "services_by_category:medical",
        "not_attended:medical",
        "budget",
    }


def test_a_draft_names_refusals_and_wishes(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    found = differences(the_pilot, figures)
    material, education = found.called("category:material"), found.called("category:education")
    assert material is not None
    assert education is not None
    assert "не в трудной жизненной ситуации (11)" in draft(the_pilot, figures, material, "ru").text
    assert "водитель категории Д (9)" in draft(the_pilot, figures, education, "ru").text


def test_every_source_of_every_draft_opens(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    found = differences(the_pilot, figures)
    for line in (*found.deviations, *found.mismatches):
        offered = draft(the_pilot, figures, line, "kk")
        assert offered.text
        for source in offered.sources:
            if source.key != "budget":
                called(source.key)


def test_a_draft_is_in_the_language_asked_for_whatever_the_reader_speaks(the_pilot: Grant) -> None:
    figures = count_figures(the_pilot)
    line = differences(the_pilot, figures).called("category:legal")
    assert line is not None
    with override("en"):
        assert "Юридическая консультация" in draft(the_pilot, figures, line, "ru").text
        assert "Заң кеңесі" in draft(the_pilot, figures, line, "kk").text
