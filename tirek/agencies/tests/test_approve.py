"""Four eyes: another person signs; where there is none, a delay, a notice and a review take the signature's place."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from tirek.agencies import actions, queries
from tirek.agencies.models import Agency, Approval, Worker
from tirek.agencies.policies import NotYours
from tirek.agencies.roles import Role
from tirek.agencies.second_signature import DEEDS, Colleague, terms_of
from tirek.agencies.tests import make
from tirek.audit.models import JournalEntry

NOW = timezone.make_aware(datetime(2026, 11, 25, 12))
ASKER = UUID(int=7)


def colleague(*roles: str, id: UUID | None = None) -> Colleague:
    return Colleague(id or uuid4(), frozenset(roles))


@pytest.mark.parametrize("kind", DEEDS)
@pytest.mark.parametrize("role", Role)
def test_an_administrator_or_the_deeds_own_role_signs_second(kind: str, role: Role) -> None:
    terms = terms_of(kind, [colleague(role)], asked_by=ASKER, now=NOW)
    assert terms.is_alone == (role not in {Role.AGENCY_ADMIN, DEEDS[kind].role})


@pytest.mark.parametrize("kind", DEEDS)
def test_one_person_with_every_role_is_not_two(kind: str) -> None:
    terms = terms_of(kind, [colleague(*Role.values, id=ASKER)], asked_by=ASKER, now=NOW)
    assert terms.is_alone
    assert terms.effective_at == NOW + DEEDS[kind].delay
    assert terms.review_due_on is not None and terms.review_due_on > NOW.date()


def test_with_a_second_person_nothing_takes_effect_by_itself() -> None:
    terms = terms_of("join", [colleague(Role.AGENCY_ADMIN)], asked_by=ASKER, now=NOW)
    assert (terms.effective_at, terms.review_due_on) == (None, None)


@pytest.fixture
def ngo(db: None) -> Agency:
    return make.agency()


def ask(by: Worker, kind: str = "unprotect", subject: Worker | None = None) -> Approval:
    return make.acting(actions.ask, kind=kind, subject=subject or by, why="угроза", by=by.actor)


def later(approval: Approval, **by: int) -> datetime:
    assert approval.effective_at is not None
    return approval.effective_at + timedelta(**by)


def test_the_second_signature_makes_it_effective(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.SOCIAL_WORKER], second=[Role.AGENCY_ADMIN])
    approval = ask(staff["asker"])
    assert not approval.is_alone
    assert not approval.is_effective(timezone.now() + timedelta(days=365))
    signed = make.acting(actions.approve, approval=approval, by=staff["second"].actor)
    assert signed.is_effective(timezone.now())
    rows = JournalEntry.objects.filter(subject_id=str(approval.id)).order_by("id")
    assert [row.action for row in rows] == ["agencies.ask", "agencies.approve"]


def test_nobody_signs_for_what_they_asked(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.AGENCY_ADMIN], second=[Role.AGENCY_ADMIN])
    approval = ask(staff["asker"])
    for act in (actions.approve, actions.refuse):
        with pytest.raises(NotYours):
            act(approval=approval, by=staff["asker"].actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(decision="approved", second_by=approval.asked_by, second_at=timezone.now())


@pytest.mark.parametrize(
    "forged",
    [
        {"decision": "approved", "second_by": ASKER, "second_at": NOW, "effective_at": NOW},
        {"effective_at": NOW},
        {"asked_by": ASKER},
        {"subject_id": "another"},
        {"is_alone": True},
    ],
)
def test_the_database_takes_no_forged_signature(ngo: Agency, forged: dict[str, object]) -> None:
    staff = make.staff_of(ngo, asker=[Role.SOCIAL_WORKER], second=[Role.AGENCY_ADMIN])
    approval = ask(staff["asker"])
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(**forged)


def test_the_database_lets_nobody_be_alone_beside_an_administrator(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.SOCIAL_WORKER], second=[Role.AGENCY_ADMIN])
    lonely = {
        "agency": ngo,
        "kind": "unprotect",
        "subject_kind": "x",
        "subject_id": "1",
        "why": "",
        "is_alone": True,
    }
    with pytest.raises(ProgrammingError, match="second"), transaction.atomic():
        Approval.objects.create(**lonely, asked_by=staff["asker"].id, effective_at=NOW)
    with pytest.raises(ProgrammingError, match="name of another"), transaction.atomic():
        Approval.objects.create(**lonely, asked_by=staff["second"].id)


def test_another_agency_does_not_sign(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.SOCIAL_WORKER], second=[Role.AGENCY_ADMIN])
    stranger = make.worker("stranger", of=make.agency("Чужая"))
    with pytest.raises((NotYours, Approval.DoesNotExist)):
        make.acting(actions.approve, approval=ask(staff["asker"]), by=stranger.actor)


def test_a_deactivated_colleague_is_no_second_person(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.AGENCY_ADMIN], gone=[Role.AGENCY_ADMIN], boss=[Role.GRANT_MANAGER])
    actions.deactivate(worker=staff["gone"], by=staff["asker"].actor)
    assert ask(staff["asker"]).is_alone


def test_alone_it_waits_for_the_delay(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.AGENCY_ADMIN], other=[Role.GRANT_MANAGER], third=[])
    approval = ask(staff["asker"])
    assert approval.is_alone
    assert not approval.is_effective(later(approval, seconds=-1))
    assert approval.is_effective(later(approval, seconds=1))
    assert JournalEntry.objects.get(action="agencies.ask").detail == {"kind": "unprotect", "alone": True}


def test_alone_it_leaves_a_notice_until_it_is_reviewed(ngo: Agency) -> None:
    asker = make.worker("asker", of=ngo, roles=[Role.AGENCY_ADMIN])
    auditor = make.worker("auditor", of=ngo, roles=[Role.AUDITOR])
    approval = ask(asker)
    assert queries.reviews_due(asker.actor) == queries.reviews_due(auditor.actor) == 1
    make.acting(actions.review, approval=approval, finding="upheld", by=auditor.actor)
    assert queries.reviews_due(asker.actor) == 0


def test_an_objection_stops_what_is_not_done_yet(ngo: Agency) -> None:
    asker = make.worker("asker", of=ngo, roles=[Role.AGENCY_ADMIN])
    akimat = make.agency("Акимат", Agency.Kind.AKIMAT)
    region = make.worker("region", of=akimat, roles=[Role.COORDINATOR])
    approval = ask(asker)
    found = make.acting(actions.review, approval=approval, finding="objected", by=region.actor)
    assert not found.is_effective(later(approval, days=1))
    assert ask(asker) != approval, "what was objected to may be asked anew"


def test_nobody_reviews_what_they_asked(ngo: Agency) -> None:
    asker = make.worker("asker", of=ngo, roles=[Role.AGENCY_ADMIN, Role.AUDITOR])
    with pytest.raises(NotYours):
        make.acting(actions.review, approval=ask(asker), finding="upheld", by=asker.actor)


def test_somebody_hired_meanwhile_may_still_sign_or_refuse(ngo: Agency) -> None:
    asker = make.worker("asker", of=ngo, roles=[Role.AGENCY_ADMIN])
    first, second = ask(asker), ask(asker, kind="legal_request")
    late = make.worker("late", of=ngo, roles=[Role.AGENCY_ADMIN]).actor
    signed = make.acting(actions.approve, approval=first, by=late)
    assert signed.is_effective(timezone.now()) and signed.review_due_on is None
    refused = make.acting(actions.refuse, approval=second, by=late)
    assert not refused.is_effective(later(second, days=1))


def test_nobody_signs_twice(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.SOCIAL_WORKER], second=[Role.AGENCY_ADMIN])
    approval = ask(staff["asker"])
    make.acting(actions.refuse, approval=approval, by=staff["second"].actor)
    with pytest.raises(NotYours):
        make.acting(actions.approve, approval=approval, by=staff["second"].actor)


def test_asked_twice_it_is_one_approval(ngo: Agency) -> None:
    staff = make.staff_of(ngo, asker=[Role.SOCIAL_WORKER], second=[Role.AGENCY_ADMIN])
    first = ask(staff["asker"])
    assert ask(staff["asker"]) == first
    assert ask(staff["asker"], subject=staff["second"]) != first
    make.acting(actions.refuse, approval=first, by=staff["second"].actor)
    assert ask(staff["asker"]) != first
