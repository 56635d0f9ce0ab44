"""The operator of a server lets in the first coordinator."""

from __future__ import annotations

import pytest
from django.test import Client

from tirek.agencies.command import run_invite
from tirek.agencies.models import Agency, Invitation

pytestmark = pytest.mark.django_db


def test_the_first_coordinator_comes_by_a_link(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_invite("Жумабаев Ерлан", "Акимат", "akimat", ["coordinator", "agency_admin"]) == 0
    assert client.get(capsys.readouterr().out.strip()).status_code == 200
    assert Invitation.objects.get().agency.kind == Agency.Kind.AKIMAT


@pytest.mark.parametrize(
    ("kind", "role", "said"),
    [
        ("castle", "coordinator", "Kinds:"),
        ("akimat", "ruler", "Roles:"),
        ("ngo", "coordinator", "No coordinator"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_made(
    kind: str, role: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_invite("Кто-то", "Организация", kind, [role]) == 1
    assert said in capsys.readouterr().err
    assert not Invitation.objects.exists() and not Agency.objects.exists()
