"""The keys that wrap people's data keys: keys.json of the home, outside the database and outside its backups."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from tirek.machine.credentials import write_over
from tirek.machine.home import Home
from tirek.machine.problems import Problem, plainly, words

VARIABLE = "TIREK_KEYRING"


class DoesNotOpen(ValueError):
    """A value or a key does not open: another key, another place, or changed bytes."""


@dataclass(frozen=True)
class Keyring:
    """Key-encryption keys by version (256 bit, hexadecimal); the highest version wraps what is new."""

    keys: Mapping[int, str]

    @property
    def current(self) -> int:
        """The version that wraps what is new."""
        return max(self.keys)

    def as_text(self) -> str:
        """The form in which it stands in the file and in the environment of our own processes."""
        return json.dumps({str(version): key for version, key in sorted(self.keys.items())})


def parse(text: str) -> Keyring:
    """A keyring from its text; raises ValueError for anything else."""
    found = {int(version): str(key) for version, key in json.loads(text).items()}
    if not found or any(len(bytes.fromhex(key)) != 32 for key in found.values()):
        raise ValueError("a keyring holds keys of 256 bit")
    return Keyring(found)


def wrap(key: bytes, ring: Keyring) -> bytes:
    """A data key under the newest key-encryption key (AES key wrap, RFC 3394)."""
    return aes_key_wrap(bytes.fromhex(ring.keys[ring.current]), key)


def unwrap(wrapped: bytes, version: int, ring: Keyring) -> bytes:
    """A data key from its wrapped form; raises DoesNotOpen for a lost or foreign key-encryption key."""
    kept = ring.keys.get(version)
    if kept is None:
        raise DoesNotOpen(f"key {version} is not in the keyring")
    try:
        return aes_key_unwrap(bytes.fromhex(kept), wrapped)
    except InvalidUnwrap as error:
        raise DoesNotOpen(f"key {version} is another one") from error


def load(home: Home) -> Keyring | None:
    """The keyring of the environment (an external store), else of the home; None where there is none."""
    given = os.environ.get(VARIABLE, "").strip()
    with plainly(home.keys):
        try:
            return parse(given or home.keys.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (ValueError, AttributeError) as error:
            raise damaged(home) from error


def create(home: Home) -> Keyring:
    """The first keyring of a home."""
    made = Keyring({1: secrets.token_hex(32)})
    keep(home, made)
    return made


def extend(home: Home, ring: Keyring) -> Keyring:
    """A keyring with one more key, kept before anything is wrapped with it."""
    longer = Keyring({**ring.keys, ring.current + 1: secrets.token_hex(32)})
    keep(home, longer)
    return longer


def fitting(home: Home, app_url: str) -> Keyring:
    """The home's keyring, made with an empty database; a Problem, and never a new key, where it does not open what is there."""
    ring, samples = load(home), _samples(app_url)
    if ring is None and not samples:
        return create(home)
    if ring is None:
        raise missing(home)
    try:
        for version, wrapped in samples:
            unwrap(bytes(wrapped), version, ring)
    except DoesNotOpen as error:
        raise missing(home) from error
    return ring


def _samples(app_url: str) -> list[tuple[int, bytes]]:
    """One wrapped data key of each version; none in a database that has no keys yet."""
    with psycopg.connect(app_url, autocommit=True, connect_timeout=10) as app:
        known = app.execute("SELECT to_regprocedure('authz.key_samples()') IS NOT NULL").fetchone()
        if known != (True,):
            return []
        return [
            (int(row[0]), bytes(row[1]))
            for row in app.execute("SELECT * FROM authz.key_samples()").fetchall()
        ]


def keep(home: Home, ring: Keyring) -> None:
    """Write it whole or not at all."""
    with plainly(home.keys):
        write_over(home.keys, ring.as_text())


def damaged(home: Home) -> Problem:
    """keys.json cannot be read."""
    return Problem(
        words(f"{home.keys} is damaged.", f"Файл {home.keys} повреждён."),
        words(
            "Put it back from the backup of the keys; without it sealed values cannot be opened.",
            "Верните его из резервной копии ключей: без него закрытые значения не открыть.",
        ),
    )


def missing(home: Home) -> Problem:
    """The database holds keys that nothing here opens."""
    return Problem(
        words(
            f"The key in {home.keys} is missing or belongs to another installation: the database's sealed values do not open.",
            f"Ключа в {home.keys} нет или он от другой установки: закрытые значения базы не открываются.",
        ),
        words(
            "Put keys.json back from the backup of the keys and start again. A new key is not made, for it would open nothing.",
            "Верните keys.json из резервной копии ключей и запустите снова. Новый ключ не создаётся: он ничего не откроет.",
        ),
    )
