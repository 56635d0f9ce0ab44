"""What passes between two agencies about a person: referrals, letters, links, mail, and the queue of an offer; ids by the names of addresses.

The keeper sends, writes and offers; the other agency is asked. So a row of the matrix says whether a referral is read by both of its sides,
and a letter, a link, a message and a queue by their own agency alone.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tirek.access.models import Consent
from tirek.agencies.models import Worker
from tirek.gate.acting import act_as
from tirek.outbox import actions as outbox
from tirek.outbox.models import Message
from tirek.people.models import Person
from tirek.referrals import actions as referrals
from tirek.referrals import closing
from tirek.referrals.tests import letter_make as letters
from tirek.referrals.tests import make
from tirek.services import activities, queueing
from tirek.services.tests import make as services

VERBS = {"sender": "withdraw", "provider": "accept"}


def pass_on(
    person: Person, keeper: Worker, asked: Worker, consent: Consent, *, reader: str
) -> dict[str, Any]:
    """Everything that is on its way between the keeper and whoever is asked; `reader` is the side of those who look."""
    cast = make.Cast(keeper, asked, person, services.kind("legal_advice"))
    under = {"consent": consent.id}
    drafted = referrals.draft(asked=make.asked(cast, **under), by=keeper.actor)
    sent, refused, received = (make.sent(cast, **under) for _ in range(3))
    why = {"reason": make.reason("not_our_field"), "next_step": "talk"}
    make.doing(referrals.refuse, refused, asked, **why)
    make.doing(referrals.accept, received, asked, receives="М. Ибраев", appointment_at=None)
    make.doing(closing.complete, received, asked, received=True)
    offer = services.offer(keeper, code="legal_advice", stock=0, keeps_queue=True)
    return {
        "referral_id": sent.pk,
        "verb": VERBS[reader],
        "drafted": drafted.pk,
        "refused": refused.pk,
        "received": received.pk,
        "letter_id": letters.letter_of(sent, keeper).pk,
        "letter_kind": "referral",
        "file_kind": "pdf",
        "language": "ru",
        "link_id": letters.slip_of(sent, keeper).pk,
        "message_id": _undelivered(keeper).pk,
        "offer_id": offer.pk,
        "waiting_id": queueing.wait(offer=offer, person=person, by=keeper.actor).pk,
        "activity_id": activities.propose_activity(id=uuid4(), title="Турнир", by=keeper.actor).pk,
    }


def _undelivered(keeper: Worker) -> Message:
    """A message that no server took."""
    with act_as(keeper.actor):
        put = outbox.put(
            kind="letter", to="partner@example.kz", text="Текст", key="one", language="ru", by=keeper.actor
        )
        claimed = outbox.claim(message_id=put.pk, by=keeper.actor)
        assert claimed is not None
        outbox.mark_failed(message=claimed[0], fault="550", is_final=True, by=keeper.actor)
    return put
