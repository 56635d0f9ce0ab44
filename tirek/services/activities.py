"""Writes on community activities: propose, choose, hold, drop, and keep what people asked for instead."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tirek.audit import actions as journal
from tirek.audit.actors import Actor
from tirek.services.models import Activity, ActivityWish
from tirek.services.offering import Changed, NotOffered

Stage = Activity.Stage


class WrongStage(RuntimeError):
    """An activity does not go back: what was held was held."""


def _lock(activity: Activity, version: int, stages: tuple[Stage, ...], by: Actor) -> Activity:
    """The row as it stands now; raises NotOffered, Changed or WrongStage."""
    if activity.agency_id != by.agency_id:
        raise NotOffered(activity.pk)
    now = Activity.objects.select_for_update().get(pk=activity.pk)
    if now.version != version:
        raise Changed(activity.pk)
    if now.stage not in stages:
        raise WrongStage(now.stage)
    now.version += 1
    return now


def _save(activity: Activity, verb: str, by: Actor) -> Activity:
    activity.save()
    journal.write(f"services.{verb}", activity, by=by)
    return activity


@transaction.atomic
def propose_activity(
    *, id: UUID, title: str, with_whom: str = "", place: str = "", grant: Any = None, by: Actor
) -> Activity:
    """Propose something to do together; the same form sent twice proposes once."""
    if by.agency_id is None:
        raise NotOffered("an activity is an agency's")
    activity, is_new = Activity.objects.get_or_create(
        pk=id,
        defaults={
            "agency_id": by.agency_id,
            "title": title,
            "with_whom": with_whom,
            "place": place,
            "grant": grant,
        },
    )
    if is_new:
        journal.write("services.propose_activity", activity, by=by)
    return activity


@transaction.atomic
def choose_activity(*, activity: Activity, version: int, by: Actor) -> Activity:
    """People chose it: it is to be held."""
    now = _lock(activity, version, (Stage.PROPOSED,), by)
    now.chosen_on = timezone.localdate()
    return _save(now, "choose_activity", by)


@transaction.atomic
def hold_activity(*, activity: Activity, version: int, held_on: date, came: int, by: Actor) -> Activity:
    """It was held: on which day, and how many came."""
    now = _lock(activity, version, (Stage.PROPOSED, Stage.CHOSEN), by)
    now.chosen_on = now.chosen_on or held_on
    now.held_on, now.came = held_on, came
    return _save(now, "hold_activity", by)


@transaction.atomic
def drop_activity(*, activity: Activity, version: int, why: str, by: Actor) -> Activity:
    """It will not be held, and why."""
    now = _lock(activity, version, (Stage.PROPOSED, Stage.CHOSEN), by)
    now.dropped_on, now.why_dropped = timezone.localdate(), why.strip()
    return _save(now, "drop_activity", by)


@transaction.atomic
def ask_instead(*, activity: Activity, text: str, people: int = 1, by: Actor) -> ActivityWish:
    """Keep what people asked for instead, and how many; the same words are added up."""
    if activity.agency_id != by.agency_id:
        raise NotOffered(activity.pk)
    clean = " ".join(text.split())
    known = ActivityWish.objects.select_for_update().filter(activity=activity, text=clean).first()
    wish = known or ActivityWish(activity=activity, text=clean, people=0)
    wish.people += people
    wish.save()
    journal.write("services.ask_instead", wish, by=by)
    return wish
