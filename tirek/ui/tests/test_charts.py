"""Charts: drawn on the server, safe under a strict content policy, honest about what they show."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import pytest

from tirek.ui import charts

POINTS = [("Шіл", 5), ("Там", 18), ("Қыр", 37), ("Қаз", 55), ("Қар", 68)]
ROWS = [charts.PlanFactRow("Досуг", 30, 8, "8 из 30"), charts.PlanFactRow("Без плана", None, 12)]


def _specs(palette: charts.Palette, narrow: bool) -> list[charts.Spec]:
    return [
        charts.reach(POINTS, 30, words=("факт", "план"), palette=palette, narrow=narrow),
        charts.ages([("17–22", 34), ("59+", 0)], palette=palette, narrow=narrow),
        charts.plan_fact(ROWS, palette=palette, narrow=narrow),
    ]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("palette", ["page", "document"])
def test_no_style_attribute_and_no_foreign_address(palette: charts.Palette, narrow: bool) -> None:
    for spec in _specs(palette, narrow):
        drawn = charts.svg(spec, "подпись")
        assert "style=" not in drawn and "<style" not in drawn and "<script" not in drawn
        assert drawn.count("http") == drawn.count("http://www.w3.org/")


def test_page_colours_stay_variables_and_document_colours_are_fixed() -> None:
    on_page = "".join(charts.svg(spec, "") for spec in _specs("page", False))
    assert 'fill="var(--c1)"' in on_page and 'font-family="var(--font)"' in on_page
    assert "#" not in on_page.replace("url(#", "")
    on_paper = "".join(charts.svg(spec, "") for spec in _specs("document", False))
    assert "var(" not in on_paper and 'fill="#ffffff"' in on_paper


def test_label_is_escaped_and_alone() -> None:
    root = ElementTree.fromstring(charts.svg(_specs("page", False)[0], '"><script>x</script> & ә'))
    assert (root.get("role"), root.get("aria-label")) == ("img", '"><script>x</script> & ә')
    assert not [node for node in root.iter() if node is not root and node.get("aria-label")]


def test_values_and_words_are_in_the_picture() -> None:
    reach, ages, plan = (charts.svg(spec, "") for spec in _specs("page", True))
    assert all(text in reach for text in (">5<", ">55<", ">68 факт<", ">30 план<", ">Шіл<"))
    assert all(text in ages for text in (">34<", ">59+<", ">0<"))
    assert all(text in plan for text in (">Досуг<", ">8 из 30<", ">12<"))


def test_equal_month_names_of_two_years_stay_two_points() -> None:
    drawn = charts.svg(charts.reach([("Янв", 1), ("Янв", 2)], None, words=("факт", "план")), "")
    assert drawn.count(">Янв<") == 2


def test_ids_of_two_charts_differ() -> None:
    specs = _specs("page", False)
    ids = [{part.split('"')[0] for part in charts.svg(spec, "").split(' id="')[1:]} for spec in specs]
    assert not (ids[0] & ids[1]) and not (ids[1] & ids[2])


@pytest.mark.parametrize(
    "spec", [charts.reach([], None, words=("", "")), charts.ages([]), charts.plan_fact([])]
)
def test_nothing_to_show_is_still_a_picture(spec: charts.Spec) -> None:
    assert charts.svg(spec, "").startswith("<svg ")


def test_png_is_of_documents_only() -> None:
    assert charts.png(_specs("document", False)[0]).startswith(b"\x89PNG")
    with pytest.raises(ValueError, match="document palette"):
        charts.png(_specs("page", False)[0])


def test_typed_names_are_data_not_expressions() -> None:
    name = "\"] + warn('x') + [\"</svg>"
    drawn = charts.svg(charts.ages([(name, 3)]), "")
    texts = [node.text for node in ElementTree.fromstring(drawn).iter() if node.text]
    assert any(text.startswith('"] + warn') for text in texts)


def test_importing_charts_does_not_load_the_drawing_engine() -> None:
    code = "import sys, tirek.ui.charts; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_specs_are_plain_json() -> None:
    for spec in _specs("page", True):
        again: dict[str, Any] = json.loads(json.dumps(spec))
        assert again == spec
