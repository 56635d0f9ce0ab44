"""What an installation holds after some months, run inside one: `python -m tests.filling FOLDER` beside the pilot.

Every kind of sealed value, a consent, a refused reading, an emergency, second factors, and a workbook that waits for a decision.
Everybody is invented. What was sealed, and the names that only a waiting row holds, are left in FOLDER as `said.json`.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Final

import openpyxl

from tirek.config.installation import ready

IIN: Final = "890308399989"
PERSON: Final = "Серікұлы Нұрлан Ғабитұлы"
PHONE: Final = "+7 701 990 17 38"
ADDRESS: Final = "г. Риддер, ул. Небывалая, 17, кв. 4"
DOCUMENT: Final = "N 04990017380"
TRUSTED: Final = "Серікова Айнұр Ғабитқызы, сестра, +7 705 990 44 21"
WAITING: Final = "Небывалов Тимофей Аристархович"
REASON: Final = "Человек без сознания, нужен телефон родных"
SEED: Final = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SEALED: Final = (IIN, PHONE, ADDRESS, DOCUMENT, TRUSTED)


def fill(folder: Path) -> None:
    """Do it all, as the workers of two agencies."""
    from tirek.access import exceptional
    from tirek.access.tests import make as consents
    from tirek.agencies.queries import worker_called
    from tirek.agencies.tests import make as staff
    from tirek.audit import readings
    from tirek.exchange import actions as imports
    from tirek.gate import vault
    from tirek.gate.acting import act_as
    from tirek.gate.categories import Category
    from tirek.people.tests import make as people

    first = worker_called()
    there = consents.centre()
    with act_as(first.actor):
        person = people.person(first, PERSON, iin=IIN, phones=(PHONE,), place="г. Риддер")
        kinds = (vault.ADDRESS, vault.DOCUMENT, vault.TRUSTED)
        for kind, text in zip(kinds, (ADDRESS, DOCUMENT, TRUSTED), strict=True):
            vault.put(kind, text, person=person.id)
        consents.signed(person, first, there)
        unseen = people.person(first, "Ким Олег", iin="", phones=("+7 701 990 00 11",))
        waiting = imports.receive(name="waiting.xlsx", body=_workbook(), agency=first.agency, by=first.actor)
        imports.read(file=waiting, by=first.actor)
    other = staff.worker("marat", of=there, name="Марат Ибраев")
    with act_as(other.actor):
        readings.deny(person=unseen.id, by=other.actor)
        exceptional.open_in_emergency(
            person_id=unseen.id, agency=there, category=Category.CONTACT, reason=REASON,
            is_confirmed=True, by=other.actor,
        )  # fmt: skip
    third = staff.worker("asem", of=there, name="Әсем Оспанова")
    _second_factors(other, third)
    (folder / "said.json").write_text(json.dumps({"person": str(person.id), "unseen": str(unseen.id)}))


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Обращения"
    sheet.append(["№", "Дата обращения", "ФИО", "ИИН", "Телефон", "Пол"])
    sheet.append([1, "01.08.2017", WAITING, "", "8 705 990 77 66", "М"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _second_factors(*workers: object) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from tests.entering import give_phone

    for worker in workers:
        give_phone(worker.user)  # type: ignore[attr-defined]
        RecoveryCodes.activate(worker.user)  # type: ignore[attr-defined]
    assert Authenticator.objects.count() == 4


if __name__ == "__main__":
    with ready():
        fill(Path(sys.argv[1]))
