"""The way of a referral: who may do what, what each step leaves, and what no step may do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tirek.access.tests import make as access
from tirek.agencies.models import Agency
from tirek.audit.models import JournalEntry
from tirek.gate.acting import act_as
from tirek.people.models import Person
from tirek.referrals import actions, closing, deadlines
from tirek.referrals.models import Outcome, Referral, ReferralMatter, ReferralMove
from tirek.referrals.moving import ChangedMeanwhile, Illegal, NotYours
from tirek.referrals.tests import make
from tirek.services.models import Service

pytestmark = pytest.mark.django_db
REFUSED = {"next_step": "talk", "note": "Позвоните нам"}


def test_a_draft_is_seen_by_nobody_else() -> None:
    of = make.cast()
    referral = actions.draft(asked=make.asked(of), by=of.sender.actor)
    with act_as(of.provider.actor):
        assert not Referral.objects.filter(pk=referral.pk).exists()


@pytest.mark.parametrize("ends", ["withdrawn by the sender", "the consent is withdrawn"])
def test_a_draft_that_ended_unsent_is_still_seen_by_nobody_else(ends: str) -> None:
    """Who was never asked learns neither initials nor that anything was to be asked."""
    of = make.cast()
    consent = make.consent(of)
    referral = actions.draft(asked=make.asked(of, consent=consent.id), by=of.sender.actor)
    if ends == "withdrawn by the sender":
        make.doing(actions.withdraw, referral, of.sender, reason="no_need")
    else:
        access.withdrawn(consent, of.sender)
    referral.refresh_from_db()
    assert referral.status == "cancelled"
    with act_as(of.provider.actor):
        assert not Referral.objects.filter(pk=referral.pk).exists()


def test_nothing_is_sent_without_a_consent_to_that_receiver() -> None:
    of = make.cast()
    other = access.centre(name="Третьи")
    elsewhere = access.signed(of.person, of.sender, other, (1, 2, 3))
    for consent in (None, elsewhere.id, access.drawn_up(of.person, of.sender, of.provider.agency).id):
        referral = actions.draft(asked=make.asked(of, consent=consent), by=of.sender.actor)
        with pytest.raises(actions.ConsentMissing):
            actions.send(referral=referral, seen=make.seen(referral), by=of.sender.actor)


def test_the_slip_goes_in_the_persons_own_hand_without_a_consent() -> None:
    of = make.cast()
    referral = make.sent(of, channel="slip")
    assert (referral.status, referral.consent) == ("requested", None)


def test_numbers_of_an_agency_follow_one_another() -> None:
    of = make.cast()
    one, two = make.sent(of, channel="slip"), make.sent(of, channel="slip")
    assert (one.number, two.number) == (1, 2)
    assert one.numbered == f"Н-0001/{timezone.localdate().year}"


def test_before_acceptance_the_receiver_reads_the_envelope_and_nothing_of_the_person() -> None:
    of = make.cast()
    referral = make.sent(of)
    with act_as(of.provider.actor):
        envelope = Referral.objects.get(pk=referral.pk)
        assert (envelope.initials, envelope.asked_for) == ("С. Н. Ғ.", "Помочь с заявлением на пособие")
        assert not Person.objects.filter(pk=of.person.pk).exists()
        assert not ReferralMatter.objects.filter(pk=referral.pk).exists()


def test_acceptance_opens_what_the_consent_covers_until_its_end() -> None:
    of = make.cast()
    referral = make.accepted(of)
    with act_as(of.provider.actor):
        assert Person.objects.filter(pk=of.person.pk).exists()
        assert ReferralMatter.objects.get(pk=referral.pk).why
    from tirek.gate.models import Permit

    with act_as(of.provider.actor):
        held = Permit.objects.filter(basis="referral", basis_ref=referral.consent)
        assert sorted(held.values_list("category", flat=True)) == [1, 2, 3]


def test_a_refusal_has_a_coded_reason_and_a_next_step_both() -> None:
    of = make.cast()
    referral = make.sent(of)
    for said in ({"reason": None, **REFUSED}, {"reason": make.reason(), "next_step": "", "note": ""}):
        with pytest.raises(actions.ReasonMissing):
            make.doing(actions.refuse, referral, of.provider, **said)
    with pytest.raises(IntegrityError), transaction.atomic(), act_as(of.provider.actor):
        ReferralMove.objects.create(
            referral=referral, version=9, verb="refuse", from_status="requested", to_status="rejected",
            by_side="provider", agency=of.provider.agency, worker=of.provider.id, reason="out_of_stock",
        )  # fmt: skip


def test_the_sender_agrees_to_a_refusal_or_gives_it_back() -> None:
    of = make.cast()
    referral = make.sent(of)
    make.doing(actions.refuse, referral, of.provider, reason=make.reason(), **REFUSED)
    make.doing(actions.give_back, referral, of.sender, why="Дохода у человека нет")
    referral.refresh_from_db()
    assert (referral.status, referral.is_open) == ("requested", True)
    make.doing(actions.refuse, referral, of.provider, reason=make.reason("not_in_hardship"), **REFUSED)
    make.doing(actions.agree, referral, of.sender)
    referral.refresh_from_db()
    assert (referral.status, referral.is_open) == ("rejected", False)
    with pytest.raises(Illegal):
        make.doing(actions.give_back, referral, of.sender, why="Ещё раз")


def test_a_question_pauses_the_clock_and_the_answer_starts_it_again() -> None:
    of = make.cast()
    referral = make.sent(of)
    make.doing(actions.ask, referral, of.provider, question="Какое пособие?")
    referral.refresh_from_db()
    assert (referral.status, referral.hold, referral.left_to_answer) == ("on-hold", "question", 3)
    make.doing(actions.answer, referral, of.sender, text="По инвалидности")
    referral.refresh_from_db()
    assert (referral.status, referral.hold) == ("requested", "")
    assert referral.due_at == deadlines.after(timezone.now(), 3)


def test_the_waiting_list_names_a_day_and_is_no_refusal() -> None:
    of = make.cast()
    referral = make.sent(of)
    day = timezone.localdate() + timedelta(days=30)
    make.doing(actions.wait, referral, of.provider, until=day)
    referral.refresh_from_db()
    assert (referral.status, referral.hold, referral.waits_until) == ("on-hold", "waiting", day)
    with pytest.raises(Illegal):
        make.doing(actions.answer, referral, of.sender, text="?")
    make.doing(actions.accept, referral, of.provider, receives="М. И.", appointment_at=None)


def test_only_the_provider_answers_and_only_the_sender_withdraws() -> None:
    of = make.cast()
    referral = make.sent(of)
    with pytest.raises(NotYours):
        make.doing(actions.accept, referral, of.sender, receives="Я", appointment_at=None)
    with pytest.raises(NotYours):
        make.doing(actions.withdraw, referral, of.provider, reason="no_need")
    stranger = access.other_worker(access.centre(name="Чужие"))
    with act_as(stranger.actor), pytest.raises(Referral.DoesNotExist):
        actions.withdraw(referral=referral, seen="2.0", reason="no_need", by=stranger.actor)


def test_a_completed_referral_says_whether_the_service_was_received() -> None:
    of = make.cast()
    referral = make.accepted(of)
    with pytest.raises(closing.OutcomeMissing):
        make.doing(closing.complete, referral, of.provider, received=False)
    make.doing(closing.complete, referral, of.provider, received=False, reason="no_means")
    outcome = Outcome.objects.get(pk=referral.pk)
    assert (outcome.status, outcome.received, outcome.service) == ("completed", False, None)


def test_delivered_is_a_row_of_its_own_and_stands_once() -> None:
    of = make.cast()
    referral = make.accepted(of)
    make.doing(closing.start, referral, of.provider)
    make.doing(closing.complete, referral, of.provider, received=True)
    assert not Service.objects.exists()
    with act_as(of.provider.actor):
        line = closing.deliver(referral=referral, given_on=timezone.localdate(), by=of.provider.actor)
        with pytest.raises(Illegal):
            closing.deliver(referral=referral, given_on=timezone.localdate(), by=of.provider.actor)
        assert Service.objects.get().delivery.pk == line.pk
    with pytest.raises(Illegal):
        closing.deliver(referral=referral, given_on=timezone.localdate(), by=of.sender.actor)


def test_the_person_may_decide_through_either_side() -> None:
    of = make.cast()
    one, other = make.sent(of, channel="slip"), make.accepted(of)
    make.doing(actions.withdraw, one, of.provider, reason="declined", side="client")
    make.doing(closing.fail, other, of.provider, reason="declined", side="client")
    sides = ReferralMove.objects.filter(verb__in=("withdraw", "fail")).values_list("by_side", flat=True)
    assert set(sides) == {"client"}


def test_withdrawing_closes_what_acceptance_had_opened() -> None:
    of = make.cast()
    referral = make.accepted(of)
    make.doing(actions.withdraw, referral, of.sender, reason="elsewhere")
    with act_as(of.provider.actor):
        assert not Person.objects.filter(pk=of.person.pk).exists()


def test_entered_in_error_strikes_the_service_it_led_to() -> None:
    of = make.cast()
    referral = make.accepted(of)
    make.doing(closing.complete, referral, of.provider, received=True, given_on=timezone.localdate())
    make.doing(actions.mistake, referral, of.provider, note="Не тот человек")
    referral.refresh_from_db()
    assert referral.status == "entered-in-error"
    with act_as(of.provider.actor):
        assert not Person.objects.filter(pk=of.person.pk).exists()
    assert Service.objects.filter(struck_at__isnull=False).count() <= 1


def test_an_onward_referral_is_a_child() -> None:
    of = make.cast()
    referral = make.accepted(of)
    third = access.centre(name="Третьи")
    with act_as(of.provider.actor):
        child = actions.draft(
            asked=make.asked(of, to_agency=third, channel="slip", parent=referral), by=of.provider.actor
        )
        actions.send(referral=child, seen=make.seen(child), by=of.provider.actor)
    assert child.parent_id == referral.id


def test_an_unanswered_referral_may_not_be_passed_on() -> None:
    of = make.cast()
    referral = make.sent(of)
    third = access.centre(name="Третьи")
    with act_as(of.provider.actor), pytest.raises(NotYours):
        actions.draft(asked=make.asked(of, to_agency=third, parent=referral), by=of.provider.actor)


def test_a_form_opened_before_somebody_else_answered_overwrites_nothing() -> None:
    of = make.cast()
    referral = make.sent(of)
    old = make.seen(referral)
    make.doing(actions.accept, referral, of.provider, receives="М. И.", appointment_at=None)
    with act_as(of.provider.actor), pytest.raises(ChangedMeanwhile) as met:
        actions.refuse(
            referral=referral, seen=old, reason=make.reason(), next_step="later", by=of.provider.actor
        )
    assert met.value.referral.status == "accepted"


def test_a_referral_on_paper_is_answered_and_reviewed_by_whoever_entered_it() -> None:
    of = make.cast(sends=Agency.Kind.PROBATION)
    referral = make.on_paper(of)
    assert (referral.numbered, referral.status) == ("12/345", "requested")
    make.doing(actions.refuse, referral, of.provider, reason=make.reason("not_in_hardship"), **REFUSED)
    make.doing(actions.agree, referral, of.provider)
    assert list(referral.moves.order_by("version").values_list("verb", "by_side")) == [
        ("register", "provider"),
        ("refuse", "provider"),
        ("agree", "sender"),
    ]


def test_an_answer_by_phone_is_entered_by_the_sender_and_said_to_be_the_providers() -> None:
    of = make.cast()
    referral = make.sent(of, channel="slip")
    make.doing(actions.accept, referral, of.sender, receives="М. И.", appointment_at=None)
    make.doing(closing.complete, referral, of.sender, received=True, given_on=timezone.localdate())
    move = referral.moves.get(verb="accept")
    assert (move.by_side, move.agency_id) == ("provider", of.sender.agency_id)
    assert Service.objects.get().provider_id == of.provider.agency_id


def test_every_step_stands_in_the_journal() -> None:
    of = make.cast()
    referral = make.sent(of)
    make.doing(actions.withdraw, referral, of.sender, reason="mistake")
    written = JournalEntry.objects.filter(action__startswith="referrals.").values_list("action", flat=True)
    assert set(written) == {"referrals.draft", "referrals.send", "referrals.withdraw"}
