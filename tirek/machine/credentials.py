"""Passwords and keys of one installation, made once at random and kept in secrets.json with mode 0600."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tirek.machine.home import Home
from tirek.machine.problems import Problem, plainly, words

ROLES = ("admin", "migrator", "app", "worker", "report", "backup")


def _password() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True)
class Secrets:
    """What only this installation knows; losing blind_index_key means IINs can no longer be found.

    `actor_key` signs who acts; it may be changed by `install-roles`, which gives it to the database too.
    """

    django_secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(50))
    blind_index_key: str = field(default_factory=lambda: secrets.token_hex(32))
    actor_key: str = field(default_factory=lambda: secrets.token_hex(32))
    passwords: Mapping[str, str] = field(default_factory=lambda: {role: _password() for role in ROLES})


def load(home: Home) -> Secrets | None:
    """The installation's secrets, or None where none were made yet."""
    with plainly(home.secrets):
        try:
            return _completed(home, json.loads(home.secrets.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise _broken(home) from error


def load_or_create(home: Home) -> Secrets:
    """The installation's secrets, made on first use; a database without them is never given new ones."""
    found = load(home)
    if found is not None:
        return found
    if (home.postgres / "data" / "PG_VERSION").exists():
        raise _broken(home)
    with plainly(home.secrets):
        _write_unless_there(home.secrets, json.dumps(asdict(Secrets()), indent=2))
    made = load(home)
    assert made is not None
    return made


def _completed(home: Home, found: dict[str, Any]) -> Secrets:
    """What is kept, and what an older file did not know yet: made now and written beside the rest, nothing lost."""
    kept = dict(found["passwords"])
    if "actor_key" not in found or set(ROLES) - kept.keys():
        found.setdefault("actor_key", secrets.token_hex(32))
        found["passwords"] = {role: _password() for role in ROLES} | kept
        write_over(home.secrets, json.dumps(found, indent=2))
    return Secrets(
        django_secret_key=found["django_secret_key"],
        blind_index_key=found["blind_index_key"],
        actor_key=found["actor_key"],
        passwords=dict(found["passwords"]),
    )


def _draft(path: Path, text: str) -> Path:
    """The text written whole to a file beside `path`."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return draft


def write_over(path: Path, text: str) -> None:
    """Replace whole or not at all."""
    _draft(path, text).replace(path)


def _write_unless_there(path: Path, text: str) -> None:
    """Write whole or not at all; of two commands at once the first wins and the other reads what it wrote."""
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _broken(home: Home) -> Problem:
    return Problem(
        words(
            f"{home.secrets} is missing or damaged, and the database cannot be opened without it.",
            f"Файл {home.secrets} отсутствует или повреждён, без него базу данных не открыть.",
        ),
        words(
            "Put it back from your backup; do not make a new one.",
            "Верните его из резервной копии; новый не создавайте.",
        ),
    )
