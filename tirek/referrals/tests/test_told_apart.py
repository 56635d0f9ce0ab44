"""Whether a person came: read from the database as each agency's worker, past every page.

A missed talk must not become a sanction: probation learns it only where the person consented to just that.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tirek.access import actions as access_actions
from tirek.access.tests import make as access
from tirek.agencies.models import Agency, Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import FormerRow
from tirek.gate.acting import act_as
from tirek.gate.models import Permit
from tirek.people import actions as people_actions
from tirek.people.models import Person
from tirek.referrals import actions, closing
from tirek.referrals.models import Outcome, Referral, ReferralMove
from tirek.referrals.moving import NotYours
from tirek.referrals.tests import make
from tirek.services.models import Delivery, NoShow, Service

pytestmark = pytest.mark.django_db


def came(of: make.Cast, referral: Referral) -> None:
    """The person came and was helped, and it stands in the journal."""
    make.doing(closing.start, referral, of.provider)
    make.doing(closing.complete, referral, of.provider, received=True, given_on=timezone.localdate())


def stayed_away(of: make.Cast, referral: Referral) -> None:
    """The person did not come."""
    make.doing(closing.fail, referral, of.provider, reason="no_show")


def envelope(referral: Referral) -> dict[str, object]:
    """All that the database gives out of the envelope, but the moment of its last change."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(r) - 'changed_at' - 'closed_at' FROM referrals_referral r WHERE id = %s",
            [referral.id],
        )
        import json

        return dict(json.loads(cursor.fetchone()[0]))


def learnt(referral: Referral, by: Worker) -> list[int]:
    """How many rows tell this worker of the visit."""
    with act_as(by.actor):
        return [
            Outcome.objects.filter(pk=referral.pk).count(),
            ReferralMove.objects.filter(referral=referral, verb__in=("start", "complete", "fail")).count(),
            Service.objects.filter(agency=referral.to_agency_id).count(),
            Delivery.objects.count() + NoShow.objects.count(),
            FormerRow.objects.filter(table__in=("referrals_outcome", "services_service")).count(),
        ]


@pytest.mark.parametrize("ends", [came, stayed_away])
def test_probation_learns_nothing_of_a_visit_without_consent_to_just_that(
    ends: Callable[[make.Cast, Referral], None],
) -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    referral = make.accepted(of)
    ends(of, referral)
    assert learnt(referral, of.sender) == [0, 0, 0, 0, 0]


def test_to_probation_a_kept_and_a_missed_visit_look_alike_row_for_row() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    consent = make.consent(of).id
    one, other = make.accepted(of, consent=consent), make.accepted(of, consent=consent)
    came(of, one)
    stayed_away(of, other)
    with act_as(of.sender.actor):
        differing = {name for name, value in envelope(one).items() if value != envelope(other)[name]}
    assert differing <= {"id", "number", "made_at", "sent_at", "due_at"}


def test_that_help_has_begun_leaves_no_trace_on_the_envelope() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    referral = make.accepted(of)
    before = envelope(referral)
    make.doing(closing.start, referral, of.provider)
    assert envelope(referral) == before


def test_probation_reads_the_outcome_under_the_persons_consent_to_supervision_until_it_is_withdrawn() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    referral = make.accepted(of)
    came(of, referral)
    told = access.signed(of.person, of.sender, of.sender.agency, (1, 3), purpose="supervision")
    assert learnt(referral, of.sender)[:4] == [1, 2, 1, 1]
    access_actions.withdraw(person_id=of.person.id, consents=[told.id], by=of.sender.actor)
    assert learnt(referral, of.sender)[:4] == [0, 0, 0, 0]


def test_consent_to_supervision_over_other_help_tells_nothing_of_health() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION, gives=Agency.Kind.CLINIC, category="medical")
    referral = make.accepted(of, channel="slip")
    stayed_away(of, referral)
    access.signed(of.person, of.sender, of.sender.agency, (1, 2, 3, 4), purpose="supervision")
    assert learnt(referral, of.sender)[:2] == [0, 0]


def test_health_reaches_probation_under_consent_on_health_alone() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION, gives=Agency.Kind.CLINIC, category="medical")
    referral = make.accepted(of, channel="slip")
    stayed_away(of, referral)
    with act_as(_medic(of).actor):
        access.signed(of.person, of.sender, of.sender.agency, (1, 5), purpose="supervision")
    assert learnt(referral, of.sender)[:2] == [1, 1]


def _medic(of: make.Cast) -> Worker:
    """A worker of probation's agency whose roles see health, so that the consent can be entered at all."""
    from dataclasses import dataclass

    @dataclass
    class Sees:
        actor: object

    from tirek.audit.actors import Actor

    actor = of.sender.actor
    return Sees(Actor(actor.id, actor.agency_id, actor.roles, actor.categories | {5}))  # type: ignore[return-value]


def test_probation_cannot_write_an_outcome_it_may_not_know() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    referral = make.sent(of, channel="slip")
    make.doing(actions.accept, referral, of.sender, receives="М. И.", appointment_at=None)
    with pytest.raises(NotYours):
        make.doing(closing.fail, referral, of.sender, reason="no_show")
    with pytest.raises(DatabaseError), transaction.atomic():
        Outcome.objects.create(referral=referral, status="in-progress", came=True)


def test_a_partner_ngo_with_a_permit_reads_the_outcome() -> None:
    of = make.cast()
    referral = make.accepted(of)
    came(of, referral)
    assert learnt(referral, of.sender)[:4] == [1, 2, 1, 1]


def test_an_ngo_reads_the_outcome_of_a_health_referral_only_with_consent_on_health_to_itself() -> None:
    of = make.cast(gives=Agency.Kind.CLINIC, category="medical")
    referral = make.accepted(of)
    stayed_away(of, referral)
    assert learnt(referral, of.sender)[:2] == [0, 0]
    access.signed(of.person, of.sender, of.sender.agency, (1, 5), purpose="treatment")
    assert learnt(referral, of.sender)[:2] == [1, 1]


def test_a_health_referral_is_read_at_the_sender_by_whoever_sent_it_and_who_sees_health() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION, gives=Agency.Kind.CLINIC, category="medical")
    referral = make.sent(of, channel="slip")
    colleague = staff.worker("colleague", of=of.sender.agency, name="Другой", roles={"probation_officer"})
    with act_as(colleague.actor):
        assert not Referral.objects.filter(pk=referral.pk).exists()
    assert Referral.objects.filter(pk=referral.pk).exists()


def test_a_line_of_medical_help_of_another_agency_asks_for_a_permit_on_health() -> None:
    of = make.cast(category="medical")
    referral = make.accepted(of, channel="slip")
    access.signed(of.person, of.sender, of.provider.agency, (1, 3))
    came(of, referral)
    with act_as(of.provider.actor):
        assert Service.objects.count() == 1
    assert Service.objects.count() == 0


def test_consent_withdrawn_in_the_middle_ends_sight_and_stops_the_referral_and_the_history_stays() -> None:
    of = make.cast()
    referral = make.accepted(of)
    assert referral.consent is not None
    access_actions.withdraw(person_id=of.person.id, consents=[referral.consent], by=of.sender.actor)
    with act_as(of.provider.actor):
        assert not Person.objects.filter(pk=of.person.pk).exists()
        assert not Permit.objects.filter(basis="referral", valid_to__gt=timezone.now()).exists()
    referral.refresh_from_db()
    last = referral.moves.latest("version")
    assert (referral.status, last.verb, last.by_side, last.reason) == (
        "cancelled",
        "stop",
        "client",
        "consent",
    )
    assert referral.moves.count() == 3


def test_everything_withdrawn_elsewhere_stops_referrals_the_taker_of_the_word_does_not_see() -> None:
    of = make.cast()
    referral = make.sent(of)
    third = access.other_worker(access.centre(name="Третьи"))
    access.signed(of.person, of.sender, third.agency, (1, 3))
    with act_as(third.actor):
        assert not Referral.objects.exists()
        access_actions.withdraw(person_id=of.person.id, consents=None, by=third.actor)
    referral.refresh_from_db()
    assert referral.status == "cancelled"


def test_a_consent_not_given_stops_the_draft_that_waited_for_it() -> None:
    of = make.cast()
    waiting = access.drawn_up(of.person, of.sender, of.provider.agency, opens_on_acceptance=True)
    referral = actions.draft(asked=make.asked(of, consent=waiting.id), by=of.sender.actor)
    access_actions.decline(consent=waiting, by=of.sender.actor)
    referral.refresh_from_db()
    assert referral.status == "cancelled"


def test_a_consent_taken_for_a_referral_opens_nothing_by_itself() -> None:
    of = make.cast()
    make.sent(of)
    with act_as(of.provider.actor):
        assert not Permit.objects.exists()


def test_the_receiver_opens_nothing_past_acceptance() -> None:
    of = make.cast()
    referral = make.sent(of)
    with act_as(of.provider.actor), pytest.raises(DatabaseError), transaction.atomic():
        access_actions.call("SELECT authz.permit_by_referral(%s)", referral.id)


def test_whoever_is_erased_is_read_in_no_referral_any_more() -> None:
    of = make.cast()
    referral = make.accepted(of)
    people_actions.erase(person=of.person, ground="заявление человека", by=of.sender.actor)
    referral.refresh_from_db()
    assert (referral.status, referral.initials, referral.age, referral.asked_for) == (
        "cancelled",
        "—",
        None,
        "—",
    )
    assert set(referral.moves.values_list("note", flat=True)) == {""}


@pytest.mark.parametrize(
    "change",
    [
        "asked_for = 'другое', version = version + 1",
        "status = 'accepted', version = version + 1",
        "due_at = now()",
        "status = 'accepted', closed_at = now(), version = version + 1",
        "to_agency_id = entered_by_id, version = version + 1",
    ],
)
def test_no_statement_of_the_sender_moves_a_referral_past_its_edges(change: str) -> None:
    of = make.cast()
    referral = make.sent(of)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE referrals_referral SET {change} WHERE id = %s", [referral.id])


def test_history_is_never_changed_nor_removed() -> None:
    of = make.cast()
    referral = make.sent(of)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE referrals_referralmove SET note = 'x' WHERE referral_id = %s", [referral.id])
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM referrals_referralmove WHERE referral_id = %s", [referral.id])
        assert cursor.rowcount == 0
