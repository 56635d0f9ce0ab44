"""Deeds that take two people, or one and a delay: asked for through `agencies`, done by the database when approved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.db import models

from tirek.access.actions import call
from tirek.access.models import ErasureRequest, LegalRequest, Protection
from tirek.agencies.models import Approval
from tirek.agencies.queries import approval_of
from tirek.audit import actions as journal
from tirek.audit.actors import Actor

_SETTLES: Final[Mapping[str, str]] = {
    Protection._meta.label_lower: "SELECT authz.settle_protection(%s)",
    LegalRequest._meta.label_lower: "SELECT authz.settle_legal_request(%s)",
    ErasureRequest._meta.label_lower: "SELECT authz.settle_erasure(%s)",
}


def settle(approval: Approval, by: Actor) -> None:
    """Do what was approved, or let go what was refused; an erasure is only made possible, for it cannot be undone."""
    statement = _SETTLES.get(approval.subject_kind)
    if statement is None:
        return
    answer = call(statement, UUID(approval.subject_id))
    if answer in ("approved", "refused"):
        journal.write("access.settle", approval, detail={"kind": approval.kind, "answer": answer}, by=by)


def kind_of(subject: models.Model) -> str:
    """Under which kind of deed an approval was asked."""
    if isinstance(subject, Protection):
        return "protect" if subject.wish == Protection.Wish.PROTECT else "unprotect"
    return "legal_request" if isinstance(subject, LegalRequest) else "erase"


def approval_for(subject: models.Model) -> Approval | None:
    """The latest approval asked for a subject of these deeds."""
    return approval_of(kind_of(subject), subject)
