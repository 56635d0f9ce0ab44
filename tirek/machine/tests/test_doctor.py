"""The doctor names a fault and what to do about it, and finds none where there is none."""

from __future__ import annotations

import socket

import pytest

from tirek.machine import doctor
from tirek.machine.home import Home


def of(home: Home, name: str, environ: dict[str, str] | None = None) -> doctor.Check:
    return next(check for check in doctor.machine_checks(home, environ or {}) if check.name == name)


def test_a_healthy_installation_has_no_fault_in_its_database(home: Home) -> None:
    found = doctor.examine(home, {}, pending=lambda _connections: [])
    names = [check.name for check in found]
    for name in ("database server", "database roles", "logins", "owner of tables", "migrations"):
        assert found[names.index(name)].ok, found[names.index(name)]


def test_pending_migrations_are_named(home: Home) -> None:
    found = doctor.examine(home, {}, pending=lambda _connections: ["people.0002_more"])
    assert not found[-1].ok
    assert "people.0002_more" in found[-1].message
    assert "prepare" in found[-1].what_to_do


def test_a_database_that_does_not_answer_is_a_fault_and_no_crash(home: Home) -> None:
    found = doctor.examine(home, {"DATABASE_URL": f"postgresql://tirek_app@/x?host={home.root}"})
    assert found[-1].name == "database"
    assert not found[-1].ok
    assert "DATABASE_URL" in found[-1].what_to_do


def test_secrets_strangers_may_read_are_a_fault(home: Home) -> None:
    home.prepare()
    home.secrets.write_text("{}")
    home.secrets.chmod(0o644)
    assert of(home, "passwords and keys").what_to_do == f"chmod 600 {home.secrets}"
    home.secrets.chmod(0o600)
    assert of(home, "passwords and keys").ok


def test_files_strangers_may_open_are_a_fault(home: Home) -> None:
    home.prepare()
    assert of(home, "folder of the installation").ok
    home.files.chmod(0o755)
    assert of(home, "folder of the installation").what_to_do == f"chmod 700 {home.files}"


def test_a_taken_port_is_a_fault(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        environ = {"TIREK_PORT": str(taken.getsockname()[1])}
        assert not of(home, "port", environ).ok
    assert of(home, "port", environ).ok


def test_a_small_disk_is_a_fault(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 10**18)
    assert not of(home, "disk").ok
