"""Agencies by the names in a file."""

from __future__ import annotations

from functools import lru_cache
from typing import Final
from uuid import UUID

from tirek.agencies import actions as agencies
from tirek.agencies.models import Agency
from tirek.agencies.queries import every_name
from tirek.exchange.cells import word_of
from tirek.exchange.rows.applications import REFERRERS
from tirek.exchange.writing.context import Writing
from tirek.grants.naming import plain

_KINDS: Final = {
    "probation": Agency.Kind.PROBATION,
    "institution": Agency.Kind.INSTITUTION,
    "employment": Agency.Kind.EMPLOYMENT,
    "clinic": Agency.Kind.CLINIC,
    "akimat": Agency.Kind.AKIMAT,
    "ngo": Agency.Kind.NGO,
}


class Named:
    """Agencies by their names; an empty cell means the agency whose file it is.

    A name that nobody has yet is a new agency, of the kind that the words tell. Which of several agencies of a kind is
    meant by "probation service" nobody guesses: its people would read what was not sent by them.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._known = {plain(name): key for name, key in every_name()}
        self._known[""] = writing.file.agency_id
        self.called = lru_cache(maxsize=2000)(self._called)

    def _called(self, name: str, sends_as: str = "") -> UUID:
        word = plain(name)
        if word not in self._known:
            kind = _KINDS.get(sends_as, Agency.Kind.OTHER)
            self._known[word] = agencies.name_agency(name=name, kind=kind, by=self._writing.by).pk
        return self._known[word]


def sender_of(named: Named, text: str, number: str) -> UUID | None:
    """Who sent whom with a numbered paper: whoever names no number only says where he or she heard of the agency."""
    sends_as = word_of(text, REFERRERS)
    return named.called(text, sends_as) if number and text and sends_as != "self" else None
