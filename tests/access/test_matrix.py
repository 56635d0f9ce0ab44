"""Every address × every role × every relation to a person: what opens stands in matrix.txt; a new address must be added.

Beside the table one rule holds everywhere: no page says the name of a person whom its reader does not see.
`TIREK_WRITE_MATRIX=1 pytest tests/access/test_matrix.py` writes the table anew, to be read before it is committed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access.relations import RELATIONS, Relation, build
from tests.test_login import URLS
from tirek.agencies.roles import Role
from tirek.machine.database import Connections

pytestmark = pytest.mark.django_db(transaction=True)
TABLE: Final = Path(__file__).parent / "matrix.txt"
LETTERS: Final = dict(zip(map(str, Role), "SPRCEYGOADN", strict=True))
"""social worker, probation, records, clinic, employment, specialist, grant manager, coordinator, administrator, auditor, donor"""
OPENS: Final = {200, 204, 302, 400, 422}
MEANT: Final = {
    "access:legal": {"request_id": "legal"},
    "desk:extract": {"request_id": "legal"},
    "letters:file": {"kind": "file_kind"},
    "letters:text": {"kind": "letter_kind"},
    "letters:write": {"referral_id": "refused"},
    "referrals:deliver": {"referral_id": "received"},
    "referrals:send": {"referral_id": "drafted"},
}
"""Addresses whose argument has a name that several kinds of rows share, or that ask for a row in a state of its own."""
ASKED: Final = {"letters:counted": "?of=asked"}
"""What stands behind an address without which it names nothing."""
SAID: Final = {"letters:write": {"kind": "person", "language": "ru"}}
"""What a button sends without which its address means nothing."""
OF_NOBODY: Final = ("own", "consented", "foreign")
"""Relations in which an address that names nothing is asked for: it opens by role, and lists whom it may."""
HEADING: Final = f"{'address':30}" + "".join(f"{name:13}" for name in RELATIONS)


@pytest.fixture
def relations(addresses: Connections, monkeypatch: pytest.MonkeyPatch) -> list[Relation]:
    # A role is held only where it makes sense; the matrix asks what each opens, wherever it is held.
    monkeypatch.setattr("tirek.agencies.actions.check_roles", lambda agency, roles: None)
    monkeypatch.setattr("django.contrib.auth.models.AbstractBaseUser.set_password", lambda user, raw: None)
    assert addresses.admin is not None
    return build(addresses.admin)


def _arguments(name: str, sample: dict[str, str], relation: Relation) -> dict[str, Any]:
    keys = MEANT.get(name, {})
    return {
        argument: relation.ids.get(keys.get(argument, argument), value) for argument, value in sample.items()
    }


def _answer(client: Client, address: str, said: dict[str, str]) -> tuple[int, str, str]:
    """Ask for a page, or press its button where there is nothing to read; whatever it did is undone."""
    with transaction.atomic():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address, said)
        transaction.set_rollback(True)
    text = answer.content.decode(errors="replace") if not getattr(answer, "streaming", False) else ""
    return answer.status_code, text, answer.headers.get("Location", "")


def _rows(relations: list[Relation]) -> Iterator[tuple[str, list[str]]]:
    clients: dict[str, Client] = {}
    for relation in relations:
        for worker in relation.staff.values():
            client = clients[worker.user.username] = Client()
            client.force_login(worker.user)
    for name, sample in URLS:
        cells = []
        for relation in relations:
            if not sample and relation.name not in OF_NOBODY:
                cells.append("·")
                continue
            try:
                address = reverse(name, kwargs=_arguments(name, sample, relation)) + ASKED.get(name, "")
            except NoReverseMatch:  # an argument that this relation has no row for
                cells.append("-")
                continue
            opened = ""
            for role, worker in relation.staff.items():
                status, text, goes_to = _answer(clients[worker.user.username], address, SAID.get(name, {}))
                if relation.marker in text:
                    assert relation.sees_identity(role), f"{name} tells {role} of a person {relation.name}"
                if status in OPENS and not goes_to.startswith(reverse(settings.LOGIN_URL)):
                    opened += LETTERS[role]
            cells.append(opened or "-")
        yield name, cells


def test_every_address_opens_to_whom_the_table_says_and_no_page_names_a_hidden_person(
    relations: list[Relation],
) -> None:
    found = {name: f"{name:30}" + "".join(f"{cell:13}" for cell in cells) for name, cells in _rows(relations)}
    lines = [line.rstrip() for line in (HEADING, *found.values())]
    if os.environ.get("TIREK_WRITE_MATRIX"):
        TABLE.write_text("\n".join(lines) + "\n", "utf-8")
    assert TABLE.read_text("utf-8").splitlines() == lines


def test_an_address_that_the_table_does_not_list_is_noticed() -> None:
    listed = {line.split()[0] for line in TABLE.read_text("utf-8").splitlines()[1:]}
    assert {name for name, _ in URLS} == listed
