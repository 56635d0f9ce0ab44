"""Keyed fingerprints of what rows say, and the comparable form of each spelling, made while the rest is being read."""

from __future__ import annotations

from typing import Final

from tirek.exchange.packing import pack
from tirek.exchange.reading import ReadRow
from tirek.exchange.rows.person import WrittenPerson
from tirek.exchange.sheets import OF_PEOPLE
from tirek.gate import vault
from tirek.linkage import Subject, index_keys, query_keys
from tirek.people.matching import subject_of

_FINGERPRINT: Final = 16


def fingerprint(*parts: str) -> str:
    """A keyed digest of what a row says: equal texts, equal fingerprints, and nothing to be read from it."""
    return vault.digest("source_row", "\x1f".join(parts))[:_FINGERPRINT].hex()


class Marks:
    """The fingerprints of one file; each spelling of a person is worked out once, however many rows repeat it."""

    def __init__(self) -> None:
        self.subjects: dict[str, Subject] = {}
        self._identities: dict[WrittenPerson, str] = {}

    def mark(self, row: ReadRow) -> None:
        """Put its fingerprint to a row, and to a row about a person the fingerprint of the spelling."""
        row.fingerprint = fingerprint(row.sheet, row.packed)
        if row.sheet in OF_PEOPLE:
            row.identity = self._identity(row.record.person)
        if row.sheet == "applications":
            # Whoever applies will be looked for: the keys are made now, while the second process is still reading.
            query_keys(self.subjects[row.identity])
            index_keys(self.subjects[row.identity])

    def _identity(self, written: WrittenPerson) -> str:
        identity = self._identities.get(written)
        if identity is None:
            identity = self._identities[written] = fingerprint("person", pack(written))
            self.subjects[identity] = _subject(written)
        return identity


def _subject(written: WrittenPerson) -> Subject:
    return subject_of(
        name=written.name,
        birth_on=written.birth_on,
        birth_year=written.birth_year,
        sex=written.sex,
        iin=written.iin,
    )


def key_text(key: tuple[object, ...]) -> str:
    """A row's key as it is kept: a number in the clear, anything else as a keyed digest."""
    if key[0] == "№":
        return str(key[1])
    return "~" + fingerprint("key", *(str(part) for part in key))
