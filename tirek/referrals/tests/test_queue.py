"""The waiting list of a referral and the queue of an offer are one: whoever gives a place gives it in both."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tirek.access.models import Consent
from tirek.access.tests import make as access
from tirek.agencies.tests import make as staff
from tirek.gate.acting import act_as
from tirek.machine.database import Connections
from tirek.people.actions import erase
from tirek.people.tests import make as people
from tirek.referrals import actions
from tirek.referrals.models import Referral
from tirek.referrals.moving import NotYours
from tirek.referrals.tests import make
from tirek.services import queueing
from tirek.services.models import Offer, Waiting
from tirek.services.offering import NotOffered, limit_to
from tirek.services.tests import make as services

pytestmark = pytest.mark.django_db
REFUSED = {"next_step": "talk", "note": "Позвоните нам"}


@pytest.fixture
def of() -> make.Cast:
    return make.cast()


@pytest.fixture
def offer(of: make.Cast) -> Offer:
    with act_as(of.provider.actor):
        return services.offer(of.provider, code=of.kind.code, stock=0, keeps_queue=True)


def ahead(days: int = 7) -> date:
    return timezone.localdate() + timedelta(days=days)


def waits(of: make.Cast, offer: Offer) -> Referral:
    """A referral on the waiting list of an offer."""
    referral = make.sent(of, offer=offer.pk)
    make.doing(actions.wait, referral, of.provider, until=ahead())
    return Referral.objects.get(pk=referral.pk)


def place(of: make.Cast) -> Waiting:
    """The one place in the queue, as its agency sees it."""
    with act_as(of.provider.actor):
        return Waiting.objects.select_related("offer").get()


def test_a_referral_on_the_waiting_list_waits_in_the_offers_queue_under_its_initials(
    of: make.Cast, offer: Offer, client: Client
) -> None:
    referral = waits(of, offer)
    assert (place(of).referral, place(of).ended_at) == (referral.pk, None)
    client.force_login(of.provider.user)
    page = client.get(reverse("services:offer", args=[offer.pk])).content.decode()
    assert referral.initials in page and of.person.name not in page
    assert reverse("referrals:referral", args=[referral.pk]) in page
    assert f"{ahead().day:02}.{ahead().month:02}" in page


def test_the_next_day_of_the_offer_is_proposed_for_the_waiting_list(
    of: make.Cast, offer: Offer, client: Client
) -> None:
    with act_as(of.provider.actor):
        limit_to(offer=offer, limit="stock", total=0, left=0, next_on=ahead(12), seen=0, by=of.provider.actor)
    referral = make.sent(of, offer=offer.pk)
    client.force_login(of.provider.user)
    form = client.get(reverse("referrals:answer", args=[referral.pk, "wait"])).context["form"]
    assert form["until"].initial == ahead(12)


def test_a_third_agency_sees_no_place_and_the_sender_enters_no_queue_of_a_partner(
    of: make.Cast, offer: Offer
) -> None:
    waits(of, offer)
    third = staff.worker("third", of=staff.agency("Третьи"))
    with act_as(third.actor):
        assert not Waiting.objects.exists()
    by_paper = make.sent(of, offer=offer.pk, channel="paper", consent=Consent.objects.get().id)
    make.doing(actions.wait, by_paper, of.sender, until=ahead())
    assert place(of).referral != by_paper.pk


def test_the_queue_gives_the_place_and_the_referral_is_accepted(of: make.Cast, offer: Offer) -> None:
    referral = waits(of, offer)
    with act_as(of.provider.actor):
        queueing.end_waiting(waiting=place(of), how="given", by=of.provider.actor)
    referral.refresh_from_db()
    assert (referral.status, referral.accepted_by) == ("accepted", of.provider.name)
    assert place(of).ended_how == "given"


def test_help_recorded_as_given_takes_the_place_and_accepts_the_referral(of: make.Cast, offer: Offer) -> None:
    referral = make.accepted(of, offer=offer.pk)
    make.doing(actions.wait, referral, of.provider, until=ahead())
    with act_as(of.provider.actor):
        limit_to(offer=offer, limit="stock", total=3, left=3, seen=0, by=of.provider.actor)
        services.service(of.provider, of.person, code=of.kind.code, offer_id=offer.pk)
    referral.refresh_from_db()
    assert (referral.status, place(of).ended_how) == ("accepted", "given")


def test_whoever_wants_it_no_more_is_withdrawn_on_his_or_her_word(of: make.Cast, offer: Offer) -> None:
    referral = waits(of, offer)
    with act_as(of.provider.actor):
        queueing.end_waiting(waiting=place(of), how="withdrew", by=of.provider.actor)
    referral.refresh_from_db()
    assert referral.status == "cancelled"
    assert referral.moves.latest("at").by_side == "client"


def test_accepting_the_referral_gives_the_place(of: make.Cast, offer: Offer) -> None:
    referral = waits(of, offer)
    make.doing(actions.accept, referral, of.provider, receives="М. Ибраев", appointment_at=None)
    assert place(of).ended_how == "given"


@pytest.mark.parametrize("how", ["refuse", "withdraw", "consent"])
def test_however_a_referral_leaves_the_waiting_list_its_place_ends(
    of: make.Cast, offer: Offer, how: str
) -> None:
    referral = waits(of, offer)
    if how == "refuse":
        make.doing(actions.refuse, referral, of.provider, reason=make.reason(), **REFUSED)
    elif how == "withdraw":
        make.doing(actions.withdraw, referral, of.sender, reason="no_need")
    else:
        access.withdrawn(Consent.objects.get(), of.sender)
    assert place(of).ended_how == "over"


def test_a_place_of_a_referral_is_no_mistake_of_the_queue(of: make.Cast, offer: Offer) -> None:
    referral = waits(of, offer)
    with act_as(of.provider.actor), pytest.raises(NotOffered):
        queueing.end_waiting(waiting=place(of), how="mistake", by=of.provider.actor)
    referral.refresh_from_db()
    assert (referral.hold, place(of).ended_at) == ("waiting", None)


def test_who_does_not_answer_referrals_gives_no_place_of_one(
    of: make.Cast, offer: Offer, client: Client
) -> None:
    referral = waits(of, offer)
    counts = staff.worker("counts", of=of.provider.agency, roles=["grant_manager"])
    with act_as(counts.actor), pytest.raises(NotYours), transaction.atomic():
        queueing.end_waiting(waiting=place(of), how="given", by=counts.actor)
    client.force_login(counts.user)
    said = client.post(
        reverse("services:leave", args=[offer.pk, place(of).pk]), {"how": "given"}, follow=True
    )
    assert "note bad" in said.content.decode()
    referral.refresh_from_db()
    assert (referral.hold, place(of).ended_at) == ("waiting", None)


def test_somebody_who_stands_in_the_queue_already_keeps_the_place(of: make.Cast, offer: Offer) -> None:
    access.signed(of.person, of.sender, of.provider.agency, (1, 2, 3))
    with act_as(of.provider.actor):
        first = queueing.wait(offer=offer, person=of.person, by=of.provider.actor)
    referral = waits(of, offer)
    assert (place(of).pk, place(of).referral) == (first.pk, referral.pk)


def test_a_place_unseen_since_the_consent_ran_out_is_no_second_one(of: make.Cast, offer: Offer) -> None:
    former = access.signed(of.person, of.sender, of.provider.agency, (1, 2, 3))
    with act_as(of.provider.actor):
        queueing.wait(offer=offer, person=of.person, by=of.provider.actor)
    access.withdrawn(former, of.sender)
    referral = waits(of, offer)
    assert referral.hold == "waiting"


@pytest.mark.django_db(transaction=True)
def test_whoever_is_erased_waits_for_nothing_and_no_referral_stands_open(addresses: Connections) -> None:
    of = make.cast()
    with act_as(of.provider.actor):
        offer = services.offer(of.provider, code=of.kind.code, stock=0, keeps_queue=True)
        own = people.person(of.provider, "Ким Олег")
        queueing.wait(offer=offer, person=own, by=of.provider.actor)
    with act_as(of.sender.actor):
        waits(of, offer)
        erase(person=of.person, ground="заявление человека", by=of.sender.actor)
    with act_as(of.provider.actor):
        erase(person=own, ground="заявление человека", by=of.provider.actor)
    with psycopg.connect(str(addresses.admin)) as admin:
        ends = admin.execute("SELECT ended_how FROM services_waiting WHERE ended_at IS NOT NULL").fetchall()
        open_ = admin.execute("SELECT count(*) FROM referrals_referral WHERE closed_at IS NULL").fetchone()
    assert (ends, open_) == ([("over",), ("over",)], (0,))
