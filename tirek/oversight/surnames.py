"""In which spellings a worker's own surname may stand in the registry: a man's, a woman's, with Kazakh letters or without."""

from __future__ import annotations

from typing import Final

from tirek.linkage import parse_name

_PAIRS: Final = (("ов", "ова"), ("ев", "ева"), ("ёв", "ёва"), ("ин", "ина"), ("ский", "ская"), ("ый", "ая"))
_AS_TYPED_IN_RUSSIAN: Final = str.maketrans("ӘәҒғҚқҢңӨөҰұҮүҺһІіЁё", "АаГгКкНнОоУуУуХхИиЕе")


def spellings(name: str) -> set[str]:
    """The surname of a full name as the registry may hold it; none where there is no surname."""
    surname = parse_name(name).surname
    family = {surname} | {
        surname.removesuffix(ending) + other
        for pair in _PAIRS
        for ending, other in (pair, pair[::-1])
        if surname.endswith(ending)
    }
    return {one for form in family for one in (form, form.translate(_AS_TYPED_IN_RUSSIAN)) if one}
