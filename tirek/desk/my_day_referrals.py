"""Referrals on «My day»: what the reader's agency has to say next, and what is escalated to the reader by name."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tirek.desk.my_day import MOST, List, Reader, Task
from tirek.referrals import queries as referrals
from tirek.referrals.machine import Status
from tirek.referrals.models import Referral
from tirek.ui.addresses import address_of


def asked(reader: Reader) -> Iterator[Task]:
    """One line for each: overdue, due today, or waiting; who it is, is told as the reader may see it."""
    if not reader.opens("referrals:incoming"):
        return
    found = list(referrals.for_my_day(reader.by)[: MOST + 1])
    now = timezone.now()
    for line in referrals.lines_of(found):
        one = line.referral
        due_on = localdate(one.due_at) if one.due_at else None
        if one.due_at and one.due_at < now:
            where = List.OVERDUE
        else:
            where = List.TODAY if due_on == reader.today else List.WAITING
        is_escalated = one.escalate_to == reader.by.id and one.escalated_at is not None
        yield Task(
            where,
            line.person or one.initials,
            _verb(one, reader),
            address_of("referrals:referral", one.pk),
            "send",
            detail=_("it is late, and comes to you by name") if is_escalated else "",
            due_on=due_on,
            person_id=one.person_id,
        )


def _verb(one: Referral, reader: Reader) -> str:
    """What is to be done, by whose turn it is."""
    said = {"kind": one.kind.name, "agency": one.to_agency.name}
    if one.from_agency_id == reader.agency_id and one.to_agency_id != reader.agency_id:
        if one.status == Status.REJECTED:
            return _("look at the refusal: %(kind)s, %(agency)s") % said
        if one.status == Status.ON_HOLD and one.hold == "question":
            return _("answer their question: %(kind)s, %(agency)s") % said
        return _("call: %(agency)s is silent, %(kind)s") % said
    if one.status == Status.REQUESTED:
        return _("answer the referral: %(kind)s") % said
    if one.status == Status.ON_HOLD:
        return _("give a place from the waiting list: %(kind)s") % said
    if one.status == Status.REJECTED:
        return _("write the answer down for the sender: %(kind)s") % said
    return _("say what came of it: %(kind)s") % said
