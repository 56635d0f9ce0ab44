"""Storing and discarding files."""

from __future__ import annotations

import hashlib

from django.db import transaction

from tirek.audit import actions as audit
from tirek.audit.actors import Actor
from tirek.documents.models import StoredFile
from tirek.gate import vault


@transaction.atomic
def store(*, name: str, mime: str, body: bytes, by: Actor) -> StoredFile:
    """Keep a file that holds no personal values: a report, a template, a picture."""
    return _keep(name=name, mime=mime, content=body, personal=False, by=by)


@transaction.atomic
def store_personal(*, name: str, mime: str, body: bytes, by: Actor) -> StoredFile:
    """Keep a file that holds personal values, as an uploaded workbook does: its body goes into the gate's vault."""
    return _keep(name=name, mime=mime, content=body, personal=True, by=by)


@transaction.atomic
def discard(*, file: StoredFile, by: Actor) -> None:
    """Destroy a file, its sealed body first."""
    audit.write("documents.discard", file, detail={"sha256": file.sha256}, by=by)
    if file.sealed is not None:
        vault.drop([file.sealed])
    file.delete()


def _keep(*, name: str, mime: str, content: bytes, personal: bool, by: Actor) -> StoredFile:
    file = StoredFile(
        name=name,
        mime=mime,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        body=None if personal else content,
        sealed=vault.put(vault.WORKBOOK, content) if personal else None,
        created_by=by.id,
    )
    file.save(force_insert=True)
    # The journal holds no names, and a file's name may be a person's.
    audit.write(
        "documents.store", file, detail={"sha256": file.sha256, "size": file.size, "mime": mime}, by=by
    )
    return file
