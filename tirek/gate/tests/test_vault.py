"""Sealed values are found by a keyed index, never by themselves."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.db import transaction

from tirek.audit.actors import Actor
from tirek.audit.overlapping import overlapping
from tirek.gate import permits, vault
from tirek.gate.categories import ALL
from tirek.gate.models import DataKey, SealedValue
from tirek.gate.tests.stay import stay

pytestmark = pytest.mark.django_db
IIN = "890308399989"


@pytest.fixture(autouse=True)
def actor() -> None:
    stay(Actor(id=uuid.uuid4(), agency_id=uuid.uuid4(), categories=ALL))


@pytest.fixture
def person() -> uuid.UUID:
    """Somebody the agency may see."""
    known = uuid.uuid4()
    permits.own(people=[known])
    return known


def test_a_value_comes_back_as_it_was_put() -> None:
    assert vault.read_text(vault.put(vault.PHONE, "+7 777 000-00-00")) == "+7 777 000-00-00"


def test_an_iin_is_found_by_its_blind_index(person: uuid.UUID) -> None:
    vault.put(vault.IIN, IIN, person=person)
    assert list(vault.holders_of(vault.IIN, [vault.digest(vault.IIN, IIN)])) == [person]


def test_the_blind_index_is_no_bare_hash_and_depends_on_the_key(settings: pytest.FixtureRequest) -> None:
    before = vault.digest(vault.IIN, IIN)
    assert before != hashlib.sha256(IIN.encode()).digest()
    settings.TIREK_INDEX_KEY = b"another"  # type: ignore[attr-defined]
    assert vault.digest(vault.IIN, IIN) != before


def test_an_identifier_stands_once_a_person(person: uuid.UUID) -> None:
    vault.put_many([vault.build(vault.IIN, IIN, person=person), vault.build(vault.IIN, IIN, person=person)])
    vault.put_many([vault.build(vault.IIN, IIN, person=person)])
    assert SealedValue.objects.count() == 1


def test_an_identifier_that_was_replaced_may_come_again_in_the_same_operation(person: uuid.UUID) -> None:
    other = IIN[:-1] + "0"
    with transaction.atomic(), overlapping():
        vault.put(vault.IIN, IIN, person=person)
        vault.put(vault.IIN, IIN, person=person)
        vault.replace(vault.IIN, other, person=person, people=[person], former=vault.FORMER_IIN)
        vault.put(vault.IIN, IIN, person=person)
    assert sorted(vault.person_values([person], vault.IIN)[person]) == sorted([IIN, other])
    assert vault.person_values([person], vault.FORMER_IIN) == {person: [IIN]}


def test_keys_made_in_one_operation_open_its_values_afterwards(person: uuid.UUID) -> None:
    with transaction.atomic(), overlapping():
        vault.put(vault.PHONE, "87770000000", person=person)
        vault.put(vault.PHONE, "87770000001", person=person)
    assert set(vault.person_values([person], vault.PHONE)[person]) == {"87770000000", "87770000001"}
    assert DataKey.objects.count() == 1


def test_a_phone_has_no_index_to_be_guessed_by(person: uuid.UUID) -> None:
    vault.put(vault.PHONE, "87770000000", person=person)
    assert SealedValue.objects.get().digest is None


def test_dropped_values_are_gone() -> None:
    reference = vault.put(vault.SOURCE_ROWS, "{}")
    vault.drop([reference])
    with pytest.raises(SealedValue.DoesNotExist):
        vault.read(reference)
