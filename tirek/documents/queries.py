"""Reading stored files back."""

from __future__ import annotations

import hashlib

from tirek.documents.models import StoredFile
from tirek.gate import vault


class FileDamaged(RuntimeError):
    """The bytes read are not the bytes stored."""


def body_of(file: StoredFile) -> bytes:
    """The file's bytes, from the row or from the vault, checked against the checksum."""
    content = vault.read(file.sealed) if file.sealed is not None else bytes(file.body or b"")
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise FileDamaged(f"stored file {file.id} does not match its checksum")
    return content
