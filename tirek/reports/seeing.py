"""Why somebody sees fewer rows than a figure counts: figures are counted for everybody, rows are opened by permits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tirek.agencies.models import Worker
from tirek.reports.indicators import Rows
from tirek.ui.formats import number


@dataclass(frozen=True, slots=True)
class Seen:
    """How many rows of a figure a reader is shown, and whom the rest is about."""

    seen: int
    counted: int
    foreign: int
    """Hidden rows about people of other agencies."""

    @property
    def hidden(self) -> int:
        """Rows the figure counts and the reader is not shown."""
        return max(0, self.counted - self.seen)

    @property
    def words(self) -> str:
        """How many of how many."""
        text = ngettext(
            "Shown %(seen)s of %(counted)s row behind the figure.",
            "Shown %(seen)s of %(counted)s rows behind the figure.",
            self.counted,
        )
        return text % {"seen": number(self.seen), "counted": number(self.counted)}

    @property
    def may_ask(self) -> bool:
        """Whether asking another agency for access would help."""
        return self.foreign > 0

    @property
    def reasons(self) -> Iterator[tuple[str, str]]:
        """Why rows are hidden, and what to ask for."""
        if self.foreign:
            text = ngettext(
                "%(n)s row is about a person of another organisation.",
                "%(n)s rows are about people of other organisations.",
                self.foreign,
            )
            yield (
                text % {"n": number(self.foreign)},
                _("Ask that organisation for access, or the person for a consent."),
            )
        if own := self.hidden - self.foreign:
            text = ngettext(
                "%(n)s row is shut: there is no consent any more, or the person is protected.",
                "%(n)s rows are shut: there is no consent any more, or the people are protected.",
                own,
            )
            yield (
                text % {"n": number(own)},
                _("Ask the person for a consent, on the page “Consent and access”."),
            )


def shown_of(worker: Worker, rows: Rows, counted: int, foreign: int) -> Seen:
    """What a worker is shown of a figure's rows; `foreign` of the counted are about people of other agencies."""
    seen = rows.count()
    hidden_foreign = min(max(0, counted - seen), max(0, foreign - rows.foreign(worker.agency_id)))
    return Seen(seen, counted, hidden_foreign)
