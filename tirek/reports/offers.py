"""Sentences offered for the written sections: facts of the records with live figures, to be changed at will."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from tirek.reports.figures import Figures
from tirek.reports.tokens import check, render


@dataclass(frozen=True, slots=True)
class Offer:
    """A sentence in both languages of the report, and as it reads today."""

    key: str
    ru: str
    kk: str
    today: str


_APPLIED: Final = gettext_noop("{applied} people applied for help, {entered} of them entered the programme.")
_GIVEN: Final = gettext_noop("{services_total} services were given in {sessions_total} sessions.")
_LEAST: Final = gettext_noop("Each person got services of at least {min_kinds_per_beneficiary} kinds.")
_MEETINGS: Final = gettext_noop("{meeting_people} different people took part in the working meetings.")
_TOOK_PART: Final = gettext_noop("{attendances} took part in the events: {men} men and {women} women.")
_REFUSED: Final = gettext_noop(
    "The provider refused {refused_total} times, each time with a recorded reason."
)
_ABSENT: Final = gettext_noop("{not_attended} did not come, contact was lost with {contact_lost}.")
_WISHES: Final = gettext_noop(
    "No suitable training was found for {unmet_training} people; their wishes are kept."
)
_PLANNED: Final = gettext_noop("{planned} people were planned for the programme, {entered} took part.")

_SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    "goal_and_results": (_APPLIED, _GIVEN, _REFUSED, _ABSENT, _WISHES),
    "facts": (_TOOK_PART, _MEETINGS, _APPLIED, _LEAST),
    "deviations": (_PLANNED, _ABSENT, _WISHES),
    "change": (_LEAST, _WISHES),
    "concrete_results": (_TOOK_PART, _GIVEN, _LEAST, _MEETINGS),
    "long_term": (_WISHES, _APPLIED),
}


def offers(section: str, figures: Figures, language: str) -> list[Offer]:
    """Sentences for a section, as they read in the reader's language."""
    found = []
    for place, sentence in enumerate(_SENTENCES.get(section, ())):
        check(sentence, figures)
        said = {spoken: _in(spoken, sentence) for spoken in ("ru", "kk", language)}
        today = render(said[language], figures, language)
        found.append(Offer(str(place), said["ru"], said["kk"], today))
    return found


def offer(section: str, key: str, figures: Figures, language: str) -> Offer | None:
    """One of them by its key."""
    return next((one for one in offers(section, figures, language) if one.key == key), None)


def _in(language: str, sentence: str) -> str:
    with override(language):
        return _(sentence)
