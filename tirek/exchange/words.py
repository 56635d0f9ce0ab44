"""Words of the file that name reference rows: services, reasons, statuses; known, explained by someone, or new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from tirek.agencies.reference import Named
from tirek.audit.actors import Actor
from tirek.cases import actions as cases
from tirek.cases.models import EntryReason
from tirek.exchange.models import WordChoice
from tirek.grants.models import SocialStatus
from tirek.grants.naming import plain
from tirek.services import actions as services
from tirek.services.models import RefusalReason, ServiceKind

Matter = WordChoice.Matter
NO_REASON: Final = "причина не указана"
NO_KIND: Final = "услуга не указана"
_LENGTH: Final = 200


class Words:
    """What the words of one agency's files mean; new ones are collected, and named when the file is written."""

    def __init__(self, agency_id: UUID) -> None:
        self._known: dict[str, dict[str, int]] = {
            Matter.KIND: _names(ServiceKind.objects.all()),
            Matter.REFUSAL: _names(RefusalReason.objects.all()),
            Matter.ENTRY: _names(EntryReason.objects.all()),
        }
        self._statuses: defaultdict[str, list[SocialStatus]] = defaultdict(list)
        for status in SocialStatus.objects.all():
            for name in {plain(status.name_ru), plain(status.name_kk), plain(status.name_en)} - {""}:
                self._statuses[name].append(status)
        self._categories: dict[str, str] = {}
        self._explained: set[tuple[str, str]] = set()
        for choice in WordChoice.objects.filter(agency_id=agency_id):
            self._take(choice)
        self.unknown: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def _take(self, choice: WordChoice) -> None:
        if choice.matter == Matter.STATUS:
            named = [one for rows in self._statuses.values() for one in rows if str(one.pk) == choice.target]
            if choice.target and named:
                self._statuses[choice.word].append(named[0])
            elif not choice.target:
                self._statuses[choice.word] = []
        elif choice.target:
            self._known[choice.matter][choice.word] = int(choice.target)
        else:
            self._explained.add((choice.matter, choice.word))
            self._categories[choice.word] = choice.category

    def knows(self, matter: str, text: str) -> bool:
        """Whether a word is known; an unknown one is remembered to be asked about."""
        word = plain(text)
        if matter == Matter.STATUS:
            known = word in self._statuses
        else:
            known = word in self._known[matter] or (matter, word) in self._explained
        if not known:
            self.unknown[matter].setdefault(word, text)
        return known

    def kind(self, text: str, by: Actor) -> int:
        """The kind of service of this name; a new one keeps the name as written and waits to be checked."""
        word = plain(text)
        known = self._known[Matter.KIND]
        if word not in known:
            known[word] = services.name_kind(text=text, category=self._categories.get(word) or None, by=by).pk
        return known[word]

    def refusal_reason(self, text: str, by: Actor) -> int:
        """The refusal reason of this name, a proposed one if it is new."""
        return self._reason(Matter.REFUSAL, text or NO_REASON, by)

    def entry_reason(self, text: str, by: Actor) -> int:
        """The reason for not entering of this name, a proposed one if it is new."""
        return self._reason(Matter.ENTRY, text or NO_REASON, by)

    def _reason(self, matter: str, text: str, by: Actor) -> int:
        known, word = self._known[matter], plain(text)
        if word not in known:
            name = services.name_refusal_reason if matter == Matter.REFUSAL else cases.name_reason
            known[word] = name(text=text, by=by).pk
        return known[word]

    def status(self, text: str, day: date | None) -> int | None:
        """The social status of this name that was in force on the day."""
        named = self._statuses.get(plain(text), [])
        for status in named:
            if day is None or (
                (status.valid_from is None or status.valid_from <= day)
                and (status.valid_to is None or day <= status.valid_to)
            ):
                return status.pk
        return named[0].pk if named else None


def _names(rows: Iterable[Named]) -> dict[str, int]:
    return {
        word: row.pk
        for row in rows
        for word in (plain(row.name_en), plain(row.name_kk), plain(row.name_ru))
        if word
    }
