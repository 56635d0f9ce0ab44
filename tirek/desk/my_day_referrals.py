"""Referrals on «My day»: what the reader's agency has to say next, and what is escalated to the reader by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tirek.desk.my_day import MOST, List, Reader, Reads, Task
from tirek.referrals.machine import Status
from tirek.referrals.turns import Turn, turns_of
from tirek.ui.addresses import address_of


def asked(reader: Reader) -> Reads:
    """One line for each: overdue, due today, or waiting; who it is, is told as the reader may see it."""
    if reader.opens("referrals:incoming"):
        yield turns_of(reader.by, most=MOST + 1).then(partial(_asked, reader))


def _asked(reader: Reader, found: Iterable[Turn]) -> Iterator[Task]:
    now = timezone.now()
    for one in found:
        due_on = localdate(one.due_at) if one.due_at else None
        if one.due_at and one.due_at < now:
            where = List.OVERDUE
        else:
            where = List.TODAY if due_on == reader.today else List.WAITING
        yield Task(
            where,
            one.who,
            _verb(one, reader),
            address_of("referrals:referral", one.id),
            "send",
            detail=_("it is late, and comes to you by name") if one.is_escalated else "",
            due_on=due_on,
            person_id=one.person_id,
        )


def _verb(one: Turn, reader: Reader) -> str:
    """What is to be done, by whose turn it is."""
    said = {"kind": one.kind, "agency": one.to_agency}
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
