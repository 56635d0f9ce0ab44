"""A consent withdrawn in the middle of a referral: it stops on the person's word, whoever took it; the history stays."""

from __future__ import annotations

from uuid import UUID

from tirek.access.actions import call
from tirek.audit.actors import Actor


def stop(person_id: UUID, by: Actor) -> None:
    """Cancel every open referral of a person whose consent is withdrawn; whoever took the word learns nothing of them."""
    call("SELECT authz.stop_referrals(%s)", person_id)
