"""Seven relations of an agency to a person, with a worker of every role and everything that is kept of the person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import psycopg
from django.utils import timezone

from tests.access.passing import pass_on
from tirek.access import actions as access
from tirek.access import exceptional
from tirek.access.tests import make as consents
from tirek.agencies.models import Agency, Worker
from tirek.agencies.roles import SEES, Role
from tirek.agencies.tests import make as staff
from tirek.cases import planning
from tirek.cases.tests import make as cases
from tirek.exchange.tests import make as imports
from tirek.gate.acting import act_as
from tirek.gate.categories import Category
from tirek.grants import actions as grants
from tirek.people import joining, pairing, papers
from tirek.people.models import PaperKind, Person, PossiblePair
from tirek.people.registering import PaperFacts
from tirek.people.tests import make as people
from tirek.services.tests import make as services
from tirek.visits.tests import make as visits

RELATIONS: Final = ("own", "consented", "expired", "withdrawn", "foreign", "protected", "emergency")
ASKED: Final = ("consented", "expired", "withdrawn", "protected")
"""Relations in which the agency that looks is the one a referral was sent to; in the others a third is asked."""
SIGHT: Final = (Category.IDENTITY, Category.CONTACT, Category.SOCIAL, Category.JUSTICE)
REASON: Final = "Человек без сознания, нужно узнать, кто он"


@dataclass
class Relation:
    """One person, the agency that looks, and the ids that addresses ask for."""

    name: str
    person: Person
    staff: dict[str, Worker]
    ids: dict[str, Any] = field(default_factory=dict)

    @property
    def marker(self) -> str:
        """A word that no page may show to whoever does not see the person."""
        return f"Тайнов{self.name}"

    def sees_identity(self, role: str) -> bool:
        """Whether the name may be shown: the permit stands, and the role opens the category."""
        stands = self.name in ("own", "consented", "protected", "emergency")
        return stands and int(Category.IDENTITY) in SEES[role]


def build(admin_url: str) -> list[Relation]:
    """Every relation, built through the program's own actions; only time is moved by the administrator."""
    built = [_relation(name) for name in RELATIONS]
    _expire(next(one for one in built if one.name == "expired"), admin_url)
    return built


def _relation(name: str) -> Relation:
    source = staff.agency(f"Общественный фонд «{name}»")
    keeper = staff.worker(f"keeper-{name}", of=source, name="Ведущий Дела", roles=_EVERY)
    second = staff.worker(f"second-{name}", of=source, name="Второй Дела", roles=_EVERY)
    looking = source if name == "own" else staff.agency(f"Смотрящие «{name}»")
    workers = {
        str(role): staff.worker(f"{name}-{role}", of=looking, name="Смотрящий", roles=[role]) for role in Role
    }
    with act_as(keeper.actor):
        relation = _kept(name, keeper, second, looking, workers)
    if name == "emergency":
        for role, one in workers.items():
            if int(Category.IDENTITY) not in SEES[role]:
                continue  # the program refuses whoever works with figures only
            with act_as(one.actor):
                exceptional.open_in_emergency(
                    person_id=relation.person.id,
                    agency=one.agency,
                    category=Category.IDENTITY,
                    reason=REASON,
                    is_confirmed=True,
                    by=one.actor,
                )
    return relation


_EVERY: Final = tuple(Role)


def _kept(name: str, keeper: Worker, second: Worker, looking: Agency, workers: dict[str, Worker]) -> Relation:
    person = people.person(
        keeper, f"Тайнов{name} Нұрлан", birth_on=date(1989, 3, 8), sex="m", place="г. Риддер"
    )
    relation = Relation(name, person, workers)
    service = services.service(keeper, person)
    application = cases.application(keeper, person)
    grant = grants.open_grant(
        agency=keeper.agency,
        title="Проект",
        amount=Decimal(1),
        starts_on=date(2017, 7, 1),
        ends_on=date(2017, 11, 30),
        by=keeper.actor,
    )
    receiver = looking if looking != keeper.agency else staff.agency("Третьи")
    consent = consents.signed(person, keeper, receiver, [int(one) for one in SIGHT])
    elsewhere = staff.worker(f"elsewhere-{name}", of=staff.agency(f"Другие «{name}»"), name="Другой")
    if name in ASKED:
        asked, reader, under = workers[str(Role.SOCIAL_WORKER)], "provider", consent
    else:
        asked, reader = elsewhere, "sender"
        under = consents.signed(person, keeper, elsewhere.agency, [int(one) for one in SIGHT])
    passed = pass_on(person, keeper, asked, under, reader=reader)
    if name in ("foreign", "withdrawn", "emergency"):
        access.withdraw(person_id=person.id, consents=[consent.id], by=keeper.actor)
    double = people.person(keeper, f"Тайнов{name} Нурлан", birth_on=date(1989, 3, 8))
    third = people.person(keeper, "Ткаченко Валерий")
    decision = joining.keep_apart(one=person.id, other=third.id, by=keeper.actor)
    pairing.queue_pair(person=double, other_id=person.id, source="intake", by=keeper.actor)
    with act_as(elsewhere.actor):
        theirs = people.person(elsewhere, "Другой Человек")
    join = joining.ask_to_join(one=person, other_id=theirs.id, why="тот же паспорт", by=keeper.actor)
    proposal = exceptional.propose_protection(
        person_id=person.id, wish="protect", reason=REASON, by=keeper.actor
    )
    if name == "protected":
        with act_as(second.actor):
            exceptional.decide(subject=proposal, agrees=True, by=second.actor)
    legal = exceptional.register_legal_request(
        person_id=person.id,
        number="1",
        document_on=timezone.localdate(),
        requester="Суд",
        signer="Судья",
        article="pd-9-1",
        categories=[int(Category.IDENTITY)],
        by=keeper.actor,
    )
    file = imports.bring(_journal(), keeper)
    assert imports.rows_of(file, "maybe"), (file.problems, file.counts)
    waiting = imports.rows_of(file, "maybe")[0]
    paper = papers.add_paper(
        person=person,
        paper=PaperFacts(kind_id=PaperKind.objects.get(code="id_card").id, number="045999123"),
        by=keeper.actor,
    )
    draft = planning.begin_version(person=person, by=keeper.actor)
    goal = cases.goal(keeper, draft)
    tried = visits.tried(keeper, person)
    relation.ids = {
        **passed,
        "need_id": cases.need(keeper, person).pk,
        "plan_id": draft.plan_id,
        "version_id": draft.pk,
        "line_id": goal.pk,
        "contact_id": tried.pk,
        "episode_id": visits.lost(keeper, person).pk,
        "paper_id": paper.pk,
        "file_id": file.pk,
        "row_id": waiting.pk,
        "key": "services_total",
        "section": "facts",
        "person_id": person.id,
        "pair_id": PossiblePair.objects.get(person__in=(person, double)).pk,
        "decision_id": decision.pk,
        "join_id": join.pk,
        "service_id": service.pk,
        "application_id": application.pk,
        "grant_id": grant.pk,
        "consent_id": consent.pk,
        "protection_id": proposal.pk,
        "legal": legal.pk,
        "agency_id": keeper.agency_id,
        "worker_id": second.pk,
    }
    return relation


def _journal() -> bytes:
    """A journal whose last row may mean somebody of its second."""
    lines = [
        (1, "05.08.2017", "Строкин Иван Петрович", "", "03.05.1988", "Стрижка", "", "оказана", ""),
        (2, "06.08.2017", "Строкин Иван Петрович", "", "1988", "Стрижка", "", "оказана", ""),
    ]
    return imports.workbook({"Услуги": [imports.SERVICES, *lines]})


def _expire(relation: Relation, admin_url: str) -> None:
    """Let every permit of those who look run out: time is nothing that an action could turn."""
    ended = timezone.now() - timedelta(minutes=1)
    looking: UUID = next(iter(relation.staff.values())).agency_id
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(
            "UPDATE gate_permit SET valid_to = %s, valid_from = %s WHERE person_id = %s AND principal = %s",
            [ended, ended - timedelta(days=1), relation.person.id, looking],
        )
