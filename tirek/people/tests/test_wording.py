"""Every reason that matching can give has words."""

from __future__ import annotations

import pytest
from django.utils import translation

from tirek.linkage import Reason
from tirek.linkage.weights import LEVELS
from tirek.people import wording


@pytest.mark.parametrize("code", sorted(LEVELS))
def test_every_reason_of_matching_has_words(code: str) -> None:
    with translation.override("en"):
        assert wording.reason_in_words(code) != code


def test_a_code_nobody_has_worded_stands_as_it_is() -> None:
    assert wording.reasons_in_words(["brand_new", Reason("also_new", 1.0)]) == ["brand_new", "also_new"]
