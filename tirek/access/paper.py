"""What a consent says, in the words and the language it is signed in: the same rows on the paper and on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from django.utils.timezone import localdate

from tirek.access import texts
from tirek.access.models import Consent
from tirek.people.models import Person
from tirek.ui.formats import short_date

SOURCE: Final = Path(__file__).with_name("consent.typ")


def wording_of(consent: Consent) -> texts.Wording:
    """The text of the version that is signed."""
    return texts.VERSIONS[consent.wording][consent.language]


def rows_of(consent: Consent, person: Person) -> Sequence[tuple[str, str]]:
    """Label and value of everything the law wants on a consent (law on personal data, article 8)."""
    said = wording_of(consent)
    born = f", {short_date(person.birth_on)}" if person.birth_on else ""
    term = said.term.format(starts=short_date(consent.starts_on), ends=short_date(consent.ends_on))
    return [
        (said.labels["person"], f"{person.name}{born}"),
        (said.labels["operator"], f"{consent.operator.name}, {consent.operator_bin}"),
        (said.labels["receiver"], consent.receiver.name),
        (said.labels["data"], "; ".join(said.categories[code] for code in consent.categories)),
        (said.labels["purpose"], said.purposes[consent.purpose]),
        (said.labels["term"], term),
        (said.labels["third_parties"], said.third_parties),
        (said.labels["border"], said.no),
        (said.labels["publication"], said.no),
    ]


def set_paper(consent: Consent, person: Person, taker: str) -> bytes:
    """The paper as PDF, one A4; raises PdfImpossible where a letter is missing from the font."""
    from tirek.documents.typesetting import typeset

    said = wording_of(consent)
    day = localdate(consent.drawn_up_at)
    number = f"{str(consent.id)[:8].upper()}-{consent.version}"
    data = {
        "title": said.health_title if consent.is_health else said.title,
        "asks": said.asks,
        "rows": rows_of(consent, person),
        "health": said.health if consent.is_health else "",
        "rights": said.rights,
        "blanks": [
            (said.name_in_full, person.name),
            (said.signature, ""),
            (said.representative, ""),
            (said.day, ""),
            (said.taken_by, taker),
            (said.signature, ""),
        ],
        "operator": consent.operator.name,
        "footer": f"{consent.operator.name}, {short_date(day)}",
        "number": number,
        "language": consent.language,
        "made": [day.year, day.month, day.day],
    }
    return typeset(SOURCE.read_bytes(), {"said": data}, made_at=datetime.combine(day, time(0), UTC))
