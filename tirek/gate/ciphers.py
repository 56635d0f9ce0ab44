"""AES-256-GCM for values (NIST SP 800-38D); the keys of values are wrapped by `tirek.machine.keyring`.

A value is bound to table, column, owner and its own id by the additional data: moved anywhere else, it does not open.
"""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tirek.machine.keyring import DoesNotOpen, Keyring, parse, unwrap, wrap

__all__ = [
    "DoesNotOpen",
    "close",
    "new_key",
    "open_",
    "open_secret",
    "place",
    "ring",
    "seal_secret",
    "unwrap",
    "wrap",
]
FORM: Final = b"\x01"
NONCE: Final = 12
KEY: Final = 32


def ring() -> Keyring:
    """The keyring of this process."""
    return parse(settings.TIREK_KEYRING)


def new_key() -> bytes:
    """A data key of 256 bit."""
    return os.urandom(KEY)


def place(owner: UUID, value: UUID) -> bytes:
    """To what a value is bound: table, column, the original person or the agency, and its own id."""
    return f"gate_sealedvalue|body|{owner}|{value}".encode()


def close(key: bytes, body: bytes, bound_to: bytes) -> bytes:
    """Seal bytes: one byte of form, a random nonce of 96 bit, ciphertext with its tag."""
    nonce = os.urandom(NONCE)
    return FORM + nonce + AESGCM(key).encrypt(nonce, body, FORM + bound_to)


def open_(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """Open bytes; raises DoesNotOpen when anything about them differs."""
    if sealed[:1] != FORM:
        raise DoesNotOpen("the value is not sealed")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], FORM + bound_to)
    except InvalidTag as error:
        raise DoesNotOpen("the value was sealed elsewhere or changed") from error


@lru_cache(maxsize=8)
def _secret_key(kept: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=b"tirek secrets of logins")
    return derived.derive(bytes.fromhex(kept))


def seal_secret(text: str, bound_to: str = "", keys: Keyring | None = None) -> str:
    """A secret of a login (TOTP, recovery seed, session) under a key derived from the keyring (HKDF, RFC 5869)."""
    keys = keys or ring()
    sealed = close(_secret_key(keys.keys[keys.current]), text.encode(), f"secret{bound_to}".encode())
    return f"{keys.current}:{base64.b64encode(sealed).decode()}"


def open_secret(sealed: str, bound_to: str = "", keys: Keyring | None = None) -> str:
    """The secret again; raises DoesNotOpen, also for one that was bound to something else."""
    version, _, body = sealed.partition(":")
    kept = (keys or ring()).keys.get(int(version)) if version.isdigit() else None
    if kept is None:
        raise DoesNotOpen("the key of this secret is not in the keyring")
    try:
        sealed_body = base64.b64decode(body, validate=True)
    except ValueError as error:
        raise DoesNotOpen("the secret is not sealed") from error
    return open_(_secret_key(kept), sealed_body, f"secret{bound_to}".encode()).decode()
