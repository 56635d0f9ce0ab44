"""The command `tirek lookup`: is this person already in the registry, how sure is it, and why."""

from __future__ import annotations

import os
import sys

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tirek.agencies.models import Worker
from tirek.audit import readings
from tirek.audit.readings import Action, Purpose
from tirek.desk.queries import Guess, Guesses, guesses, says_something, subject_in
from tirek.gate import tallies
from tirek.linkage import Subject, parse_question
from tirek.people.wording import outcome_in_words
from tirek.ui.formats import NOTHING, short_date

_LANGUAGES = ("kk", "en")


def run_lookup(text: str, worker: Worker) -> int:
    """Print who may be meant; 0 when somebody was found, 1 when nobody, 2 when there is nothing to look up by."""
    with translation.override(spoken()):
        asked = parse_question(text)
        if asked.iin is not None and not asked.iin.ok:
            print(_("The IIN is wrong and was not used."), file=sys.stderr)
        subject = subject_in(text)
        if subject.iin_digest is not None:
            try:
                tallies.count(tallies.SEARCH_BY_IIN, worker.id)
            except tallies.TooOften as often:
                print(often.sentence, file=sys.stderr)
                return 2
        if not says_something(subject):
            print(
                _("Write a name, with a birth date or a year where they are known, or an IIN."),
                file=sys.stderr,
            )
            return 2
        found = _ask(subject, worker)
        if not found:
            print(outcome_in_words("new") + ": " + _("nobody in the registry looks like this."))
            return 1
        _print([_head(), *(_row(guess) for guess in found)])
        if found.is_cut:
            print(found.cut_in_words)
        return 0


def spoken() -> str:
    """The terminal's language where we speak it, else Russian."""
    told = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "")[:2]
    return told if told in _LANGUAGES else "ru"


@transaction.atomic
def _ask(subject: Subject, worker: Worker) -> Guesses:
    """Look up and leave a row in the access log: how many were found, never what was asked."""
    found = guesses(subject)
    readings.note(Action.SEARCH, purpose=Purpose.RECOGNISE, rows=len(found), by=worker.actor)
    return found


def _head() -> tuple[str, ...]:
    return _("Score"), _("Name"), _("Born"), _("Number"), _("Answer"), _("Why")


def _row(guess: Guess) -> tuple[str, ...]:
    person = guess.person
    reasons = ", ".join(guess.reasons)
    if person is None:
        return (
            f"{guess.bits:.1f}",
            _("a record of another agency"),
            NOTHING,
            NOTHING,
            guess.outcome_words,
            reasons,
        )
    born = short_date(person.birth_on) if person.birth_on else str(person.birth_year or NOTHING)
    return f"{guess.bits:.1f}", person.name, born, str(person), guess.outcome_words, reasons


def _print(table: list[tuple[str, ...]]) -> None:
    """Columns as wide as their longest text; the last one runs on."""
    widths = [max(len(row[place]) for row in table) for place in range(len(table[0]) - 1)]
    for row in table:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        print("  ".join([*cells, row[-1]]).rstrip())
