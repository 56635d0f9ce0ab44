"""No page reads a whole table of people: the program's own statements, explained in a register that is worth an index.

The pages of `test_every_reading` and a few more are opened; every statement they make is explained where it is made, as the same
role and actor. What a function of `authz` does inside has no plan to be seen: there the database's own count of scans is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from typing import Any, Final

import psycopg
import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from bench.filling import Register, fill
from tests.access import steps
from tests.access.passed_rows import ROWS
from tests.access.reads import READS
from tests.access.test_every_reading import _address, worker, world
from tirek.agencies.models import Worker
from tirek.agencies.tests import make as staff
from tirek.audit.models import Reading
from tirek.desk.lookup import run_lookup
from tirek.exchange.tests import make as exchange
from tirek.gate.acting import act_as
from tirek.machine.database import Connections
from tirek.people import matching
from tirek.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
__all__ = ["worker", "world"]
PEOPLE: Final = {"ours": 2_000, "others": 18_000}
SHARED: Final = 2_000
SERVICES: Final = 3
LEAST_ROWS: Final = 500
LEAST_STATEMENTS: Final = 80
"""Far more than the twenty that are asked most: nobody has to say which these are."""
OF_PEOPLE: Final = re.compile(
    r"(people|services|cases|access|visits|referrals)_\w+|gate_(sealedvalue|permit|datakey)"
)
CATALOGUES: Final = {
    "cases_helpkind",
    "services_legaltopic",
    "services_offer",
    "services_offername",
    "services_servicekind",
    "services_refusalreason",
    "cases_entryreason",
    "people_paperkind",
}
"""Words, nobody's data: a hundred rows that are read whole."""
SCANNED: Final = re.compile(r"Seq Scan on (\w+)")
ADDRESSES: Final = (
    "/people/?show=entered",
    "/people/?show=not_entered",
    "/people/?show=refused",
    "/people/?show=unmet",
    "/people/?show=lost",
    "/people/?q=2017",
    "/people/?q=Ахметовва Айгуль 1990",
    "/services/?ending=open",
    "/services/?ending=refused",
    "/services/offers/",
    "/services/activities/",
    "/referrals/?show=work",
    "/referrals/?show=finished",
    "/referrals/?show=refused",
    "/referrals/outgoing/?show=work",
    "/referrals/outgoing/?show=finished",
    "/referrals/outgoing/?show=refused",
    "/referrals/outgoing/?show=drafts",
    "/letters/texts/",
    "/letters/texts/letterhead/",
    "/insights/",
    "/grants/",
    "/imports/",
)
"""Pages that have no row of their own among the readings, or another plan when they are narrowed."""
KEPT: Final = (
    "desk:people",
    "desk:person",
    "desk:sources",
    "desk:my_day",
    "referrals:incoming",
    "referrals:outgoing",
    "letters:register",
    "services:offer",
)
"""Pages that are opened once more by the plans that a connection keeps."""
COUNTS: Final = "counts every row of a grant, here a tenth of the register"
GATHERED: Final = (
    "narrowed to how a line ended: such endings are few, and all that the reader sees are gathered once"
)
FEW: Final = "emergencies are few, and their policy is an or of three readers that no one index answers"
COUNTS_OF_NAMES: Final = "people_namecount"
"""How often each name stands in the register: of nobody, and no longer than the list of names. PostgreSQL 15 reads it whole."""
MAY_SCAN: Final[Mapping[str, tuple[str, set[str]]]] = {
    "reports:figure": (
        COUNTS,
        {"people_person", "cases_entrydecision", "services_delivery", "services_unmetdemand"},
    ),
    "reports:grant": (
        COUNTS,
        {"people_person", "cases_entrydecision", "services_delivery", "services_unmetdemand"},
    ),
    "access:requests": (FEW, {"access_emergency"}),
    "desk:my_day": (FEW, {"access_emergency"}),
    "desk:my_day by kept plans": (FEW, {"access_emergency"}),
    "insights:people": (COUNTS, {"people_person", "cases_application", "cases_need", "services_delivery"}),
    "/people/?show=not_entered": (GATHERED, {"people_person", "cases_application", "cases_entrydecision"}),
    "/people/?show=refused": (GATHERED, {"services_refusal"}),
    "/people/?show=unmet": (GATHERED, {"services_unmetdemand"}),
    "/people/?show=lost": (GATHERED, {"services_lostcontact"}),
    "/services/?ending=refused": (GATHERED, {"services_refusal"}),
}
"""Which page may read which tables whole, and why."""
_MORE: Final = (
    """
    INSERT INTO gate_datakey (owner_id, owner, wrapped, version, made_at)
    SELECT id, 'person', decode('00', 'hex'), 1, now() FROM people_person ON CONFLICT DO NOTHING
    """,
    """
    UPDATE services_service SET grant_id = %(grant)s WHERE agency_id = %(ours)s
    """,
    """
    INSERT INTO cases_application (id, person_id, agency_id, grant_id, applied_on, referred_by, referred_by_text, referral_number,
        is_decided)
    SELECT gen_random_uuid(), id, registered_by_id, CASE registered_by_id WHEN %(ours)s THEN %(grant)s::uuid END,
        current_date - (number %% 700)::int, 'self', '', '', false
    FROM people_person WHERE number > 1000000
    """,
    """
    INSERT INTO cases_entrydecision (application_id, entered, decided_on, reason_id)
    SELECT id, n %% 10 > 0, applied_on, CASE n %% 10 WHEN 0 THEN (SELECT min(id) FROM cases_entryreason) END
    FROM (SELECT *, row_number() OVER () AS n FROM cases_application) AS one WHERE n %% 50 > 0 ON CONFLICT DO NOTHING
    """,
    "UPDATE cases_application SET is_decided = true WHERE id IN (SELECT application_id FROM cases_entrydecision)",
    """
    INSERT INTO cases_legalground (application_id, ground, ground_text)
    SELECT id, 'served', '' FROM cases_application ON CONFLICT DO NOTHING
    """,
    """
    DELETE FROM services_delivery WHERE get_byte(uuid_send(service_id), 0) < 60
    """,
    """
    INSERT INTO services_refusal (service_id, reason_id, detail, letter)
    SELECT id, (SELECT min(id) FROM services_refusalreason), '', '' FROM services_service
    WHERE get_byte(uuid_send(id), 0) < 10 ON CONFLICT DO NOTHING
    """,
    *(
        f"""
        INSERT INTO {table} (service_id, {columns}) SELECT id, {values} FROM services_service
        WHERE get_byte(uuid_send(id), 0) BETWEEN {first} AND {first + 9} ON CONFLICT DO NOTHING
        """
        for table, columns, values, first in (
            ("services_decline", "detail", "''", 10),
            ("services_noshow", "detail", "''", 20),
            ("services_lostcontact", "cause, detail", "'unknown', ''", 30),
            ("services_unmetdemand", "wish", "''", 40),
        )
    ),
    """
    INSERT INTO people_matchdecision (id, record_id, person_id, outcome, reasons, decided_at, decided_by)
    SELECT gen_random_uuid(), id, person_id, 'new', '[]', now(), person_id FROM people_personrecord
    """,
    """
    INSERT INTO people_paper (id, person_id, kind_id, state, issued_by, source, told_by, agency_id, entered_at, entered_by)
    SELECT gen_random_uuid(), id, (SELECT min(id) FROM people_paperkind), 'held', '', 'paper', '', registered_by_id, now(), id
    FROM people_person
    """,
    """
    INSERT INTO people_legalhold (id, person_id, ground, held_at, held_by)
    SELECT gen_random_uuid(), id, 'Суд', now(), id FROM people_person WHERE number %% 4 = 0
    """,
    """
    INSERT INTO people_erasure (person_id, erased_at, ground, erased_by)
    SELECT gen_random_uuid(), now(), 'Просьба', id FROM people_person WHERE number %% 4 = 0
    """,
    """
    INSERT INTO people_namecount (part, folded, count)
    SELECT DISTINCT 'surname', surname || n, 1 FROM people_person, generate_series(1, 5) AS n ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO people_possiblepair (id, agency_id, person_id, other_id, is_elsewhere, source, outcome, reasons, found_at, decided)
    SELECT gen_random_uuid(), registered_by_id, id, gen_random_uuid(), true, 'batch', 'maybe', '[]', now(),
        CASE number %% 20 WHEN 0 THEN '' ELSE 'joined' END FROM people_person WHERE number > 1000000
    """,
    """
    INSERT INTO people_pairdecision (id, outcome, one_id, other_id, agency_id, other_agency_id, why, reasons, decided_at, decided_by,
        ended_why)
    SELECT gen_random_uuid(), 'apart', id, next, registered_by_id, registered_by_id, '', '[]', now(), id, ''
    FROM (SELECT *, lead(id) OVER (ORDER BY number) AS next FROM people_person WHERE number > 1000000) AS one
    WHERE next IS NOT NULL
    """,
    """
    INSERT INTO people_joinrequest (id, one_id, other_id, agency_id, other_agency_id, why, asked_at, asked_by, is_alone, answer, note)
    SELECT gen_random_uuid(), one_id, other_id, agency_id, other_agency_id, '', now(), one_id, false, 'declined', ''
    FROM people_pairdecision WHERE one_id < other_id
    """,
    """
    INSERT INTO access_protection (id, person_id, wish, reason, proposed_by, proposed_at)
    SELECT gen_random_uuid(), id, 'protect', 'Угроза', id, now() FROM people_person WHERE number %% 4 = 0
    """,
    """
    INSERT INTO access_protectedperson (person_id, since, protection_id)
    SELECT person_id, now(), id FROM access_protection ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO access_erasurerequest (id, person_id, agency_id, ground, asked_on, due_on, note, proposed_by, proposed_at)
    SELECT gen_random_uuid(), id, registered_by_id, 'wish', current_date, current_date, '', id, now()
    FROM people_person WHERE number %% 4 = 0
    """,
)
_COPIED: Final = {
    "access_consent": ("operator_id",),
    "access_accessrequest": ("holder_id",),
    "access_emergency": ("agency_id", "holder_id"),
    "access_legalrequest": ("agency_id",),
    "access_notice": ("agency_id",),
    "cases_need": ("agency_id",),
    "cases_plan": ("agency_id",),
    "cases_planline": ("agency_id",),
    "cases_planversion": (),
    "cases_plansheet": ("agency_id",),
    "visits_lostepisode": ("agency_id",),
}
"""Of these a row that the program made is repeated for 5,000 people; the columns name whoever registered the person."""
_OF_A_PLAN: Final = {
    "cases_plan": ("id",),
    "cases_planversion": ("id", "plan_id"),
    "cases_planline": ("id", "version_id"),
}
"""A repeated plan, its version and its line have the id of their person."""
_COPY: Final = """
INSERT INTO {table} SELECT made.* FROM (SELECT * FROM {table} LIMIT 1) AS one, people_person AS person,
    jsonb_populate_record(NULL::{table}, to_jsonb(one) || jsonb_build_object('person_id', person.id, 'id', {id}) || {agencies}) AS made
WHERE person.number % 4 = 0 ON CONFLICT DO NOTHING
"""


@pytest.fixture
def register(world: dict[str, Any], worker: Worker, addresses: Connections) -> dict[str, Any]:
    """The world of the readings inside a register of 20,000 people and 60,000 services."""
    others = [staff.agency(f"Организация {n}") for n in range(9)]
    counts = {worker.agency_id: PEOPLE["ours"], staff.agency("Малая").id: 50}
    counts |= {agency.id: PEOPLE["others"] // len(others) for agency in others}
    said = {"ours": worker.agency_id, "grant": world["grant"]}
    with psycopg.connect(str(addresses.admin), autocommit=True) as admin:
        fill(admin, Register(counts, SHARED, SERVICES))
        with admin.transaction():
            admin.execute("SET LOCAL session_replication_role = replica")
            for statement in _MORE:
                admin.execute(statement, said)
            for table, columns in _COPIED.items():
                row = admin.execute(
                    "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = 'id'",
                    [table],
                ).fetchone()
                assert row is not None
                new = "gen_random_uuid()" if row[0] == "uuid" else "1000000 + person.number"
                said_of = dict.fromkeys(columns, "registered_by_id") | dict.fromkeys(
                    _OF_A_PLAN.get(table, ()), "id"
                )
                pairs = ", ".join(f"'{column}', person.{value}" for column, value in said_of.items())
                admin.execute(_COPY.format(table=table, id=new, agencies=f"jsonb_build_object({pairs})"))
            for statement in ROWS:
                admin.execute(statement, said)
        ours = admin.execute("SELECT id FROM services_activity WHERE agency_id = %(ours)s LIMIT 1", said)
        world["activity"] = next(ours)[0]
        admin.execute("VACUUM ANALYZE")
        admin.execute("SELECT pg_stat_reset()")
        found = admin.execute("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r'").fetchall()
    few = {table for table, rows in found if OF_PEOPLE.fullmatch(table) and rows < LEAST_ROWS}
    assert few <= CATALOGUES, "of how these are read the plans say nothing"
    return world


class Watch:
    """Explains every statement of the program about people, once a page, and remembers what scans."""

    def __init__(self) -> None:
        self.page = ""
        self.statements: set[str] = set()
        self.scanned: dict[tuple[str, str], str] = {}
        self._seen: set[tuple[str, str]] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Explain, then execute."""
        verb = sql.lstrip(" \n(").split(None, 1)[0].upper()
        is_new = (self.page, sql) not in self._seen
        if not many and is_new and verb in ("SELECT", "WITH", "UPDATE", "DELETE") and OF_PEOPLE.search(sql):
            self._seen.add((self.page, sql))
            self.statements.add(sql)
            with context["connection"].connection.cursor() as cursor:
                # A page sends several reads in one journey, and each has a plan of its own.
                cursor.execute(f"EXPLAIN {sql.replace(';', ';EXPLAIN ')}", params)
                plan = "\n".join(row[0] for row in cursor.fetchall())
                while cursor.nextset():
                    plan += "\n".join(row[0] for row in cursor.fetchall())
            self._note(SCANNED.findall(plan), f"{sql}\n{plan}")
        return execute(sql, params, many, context)

    def _note(self, tables: list[str], why: str) -> None:
        for table in tables:
            if OF_PEOPLE.fullmatch(table) and table not in CATALOGUES:
                self.scanned.setdefault((self.page, table), why)

    @contextmanager
    def of(self, page: str, *, explaining: bool = True) -> Iterator[None]:
        """Watch one page; whatever it did is undone. Unexplained, it reads by the plans that the connection keeps."""
        self.page = page
        with ExitStack() as stack:
            stack.enter_context(transaction.atomic())
            for alias in connections if explaining else ():
                stack.enter_context(connections[alias].execute_wrapper(self))
            before = _scans()
            yield
            more = [table for table, times in _scans().items() if times > before.get(table, 0)]
            self._note(more, "scanned inside a function")
            transaction.set_rollback(True)


def _scans() -> dict[str, int]:
    """How often this connection read each table whole since the server last collected it: never within a transaction."""
    with connections["default"].connection.cursor() as cursor:
        cursor.execute("SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE seq_scan > 0")
        return dict(cursor.fetchall())


def test_no_page_scans_a_table_of_people(client: Client, worker: Worker, register: dict[str, Any]) -> None:
    watch = Watch()
    client.force_login(worker.user)
    client.get(reverse("desk:person", args=[register["person"]]))
    register["reading"] = Reading.objects.latest("id").id
    with watch.of("whole"):
        assert Person.objects.filter(given="нурлан").count() >= 0
    assert watch.scanned.pop(("whole", "people_person"), ""), "the watch sees no scan"
    for one in READS:
        address = _address(one, register)
        with watch.of(str(one)):
            answer = client.get(address) if one.post is None else client.post(address, one.post)
            assert answer.status_code in (200, 302, 422), f"{one}: {answer.status_code}"
    pages = {address: address for address in ADDRESSES}
    pages["reports:grant"] = f"/grants/{register['grant']}/"
    pages["services:activity"] = f"/services/activities/{register['activity']}/"
    for name, address in pages.items():
        with watch.of(name):
            assert client.get(address).status_code == 200, address
    for name in KEPT:
        address = next(_address(one, register) for one in READS if one.url == name)
        with watch.of(f"{name} by kept plans", explaining=False):
            assert client.get(address).status_code == 200
    for step in steps.STEPS:
        with watch.of(step):
            steps.take(step, worker, register)
    with watch.of("lookup"):
        run_lookup("Серикулы Нурлан 1989", worker)
    line = (9, "08.08.2017", "Серікұлы Нұрлан Ғабитұлы", "", "08.03.1989", "Стрижка", "", "оказана", "")
    with watch.of("import"):
        exchange.bring(exchange.workbook({"Услуги": [exchange.SERVICES, line]}), worker)
    assert len(watch.statements) >= LEAST_STATEMENTS
    unforeseen = {
        where: why
        for where, why in watch.scanned.items()
        if where[1] not in MAY_SCAN.get(where[0], ("", set()))[1] | {COUNTS_OF_NAMES}
    }
    assert not unforeseen, "\n".join(
        f"{page} reads {table}: {why}" for (page, table), why in unforeseen.items()
    )


def test_a_search_probes_the_permits_of_those_it_compares_and_no_more(
    worker: Worker, register: dict[str, Any]
) -> None:
    subject = matching.subject_of(name="Серікұлы Нұрлан Ғабитұлы", birth_on=date(1989, 3, 8))
    with act_as(worker.actor), connections["default"].connection.cursor() as cursor:
        matching.find(subject)
        read = "SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid)) FROM pg_index WHERE indrelid = 'gate_permit'::regclass"
        before = cursor.execute(read).fetchone()[0]
        matching.find(subject)
        assert cursor.execute(read).fetchone()[0] - before <= 4 * matching.MOST_COMPARED
