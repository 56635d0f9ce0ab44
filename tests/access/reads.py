"""What reads of people and what reads nobody, address by address: the tables of `test_every_reading`, followed by the plans' tests too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tirek.people.tests import make as people

WHO = {"name": "Серікұлы Нұрлан Ғабитұлы", "birth_on": "08.03.1989", "iin": people.IIN}
REASON = "Человек без сознания, нужен телефон родных"


@dataclass(frozen=True)
class Read:
    """An address that shows something of people: its arguments by the names of things of the world, and what is sent."""

    url: str
    action: str = "open"
    arguments: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    post: Mapping[str, str] | None = None
    of_person: bool = True

    def __str__(self) -> str:
        return f"{self.url}{self.query}"


REFERRAL = {"referral_id": "referral"}
PERSON, PAPER, SERVICE, FILE, ROW = (
    {"person_id": "person"},
    {"person_id": "person", "paper_id": "paper"},
    {"service_id": "service"},
    {"file_id": "file"},
    {"row_id": "row"},
)
READS = (
    Read("desk:people", of_person=False),
    Read("desk:people", "search", query="?q=Тестов", of_person=False),
    Read("desk:people", "search", post={"q": people.IIN}, of_person=False),
    Read(
        "desk:new", "search", post={**WHO, "birth": "08.03.1989", "sex": "m", "step": "who"}, of_person=False
    ),
    Read("desk:person", arguments=PERSON),
    Read("desk:reveal_iin", "reveal", PERSON, post={}),
    Read("desk:correct", arguments=PERSON),
    Read("desk:sources", arguments=PERSON),
    Read("desk:state", arguments=PERSON),
    Read("desk:add_paper", arguments=PERSON),
    Read("desk:change_paper", arguments=PAPER),
    Read("desk:reveal_number", "reveal", PAPER, post={}),
    Read("desk:pairs", of_person=False),
    Read("desk:pair", arguments={"pair_id": "pair"}),
    Read("desk:decision", arguments={"decision_id": "decision"}),
    Read("desk:join_request", arguments={"join_id": "join"}),
    Read("desk:extract", "print", {"request_id": "released"}),
    Read("oversight:looked", arguments=PERSON),
    Read("oversight:ask", arguments={**PERSON, "reading_id": "reading"}, post={}),
    Read("oversight:log", of_person=False),
    Read("cases:waiting", of_person=False),
    Read("cases:decide", arguments={"application_id": "application"}),
    Read("referrals:incoming", of_person=False),
    Read("referrals:outgoing", of_person=False),
    Read("referrals:new", arguments=PERSON),
    Read("referrals:register", "search", query="?q=Тестов", of_person=False),
    Read("referrals:register_for", arguments=PERSON),
    Read("referrals:referral", arguments=REFERRAL),
    Read("referrals:answer", arguments={**REFERRAL, "verb": "=withdraw"}),
    Read("desk:my_day", of_person=False),
    Read("cases:needs", arguments=PERSON),
    Read("cases:add_need", arguments=PERSON),
    Read("cases:change_need", arguments={"need_id": "need"}),
    Read("cases:version", arguments={"version_id": "version"}),
    Read("cases:add_goal", arguments={"version_id": "version"}),
    Read("cases:add_step", arguments={"line_id": "line"}),
    Read("cases:change_line", arguments={"line_id": "line"}),
    Read("cases:drop_line", arguments={"line_id": "line"}),
    Read("cases:review", arguments={"plan_id": "plan"}),
    Read("cases:close", arguments={"plan_id": "plan"}),
    Read("cases:sheet", "print", {"sheet_id": "sheet"}),
    Read("visits:contacts", arguments=PERSON),
    Read("visits:lose", arguments=PERSON),
    Read("visits:come_back", arguments={"episode_id": "episode"}),
    Read("services:journal", of_person=False),
    Read("services:who", "search", query="?q=Тестов", of_person=False),
    Read("services:record", arguments=PERSON),
    Read("services:entry", arguments=SERVICE),
    Read("services:correct", arguments=SERVICE),
    Read("services:offers_for", arguments=PERSON),
    Read("services:offer", arguments={"offer_id": "offer"}, of_person=False),
    Read("services:who_waits", "search", {"offer_id": "offer"}, query="?q=Тестов", of_person=False),
    Read("insights:people", of_person=False),
    Read("exchange:preview", arguments=FILE, of_person=False),
    Read("exchange:review", of_person=False),
    Read("exchange:compare", arguments=ROW),
    Read("reports:figure", arguments={"grant_id": "grant", "key": "=applied"}, of_person=False),
    Read(
        "reports:download",
        "export",
        {"grant_id": "grant", "number": "=1", "slot": "=word_ru"},
        of_person=False,
    ),
    Read("access:person", arguments=PERSON),
    Read("access:consent_new", arguments=PERSON),
    Read("access:protect", arguments=PERSON),
    Read("access:legal_new", arguments=PERSON),
    Read("access:requests", of_person=False),
    Read("access:ask", "search", post={**WHO, "purpose": "support", "note": ""}, of_person=False),
    Read("access:refuse", arguments={"request_id": "asked"}),
    Read("access:emergency", "search", post={**WHO, "reason": REASON, "category": "2"}, of_person=False),
    Read("access:opened", "emergency", {"emergency_id": "emergency"}),
    Read("access:review", arguments={"emergency_id": "unreviewed"}),
    Read("access:consent", arguments={"consent_id": "consent"}),
    Read("access:consent_print", "print", {"consent_id": "unsigned"}),
    Read("access:agree", arguments={"consent_id": "unsigned"}),
    Read("access:erase", arguments=PERSON),
    Read("access:hold", arguments=PERSON),
    Read("access:legal", arguments={"request_id": "released"}),
    Read("access:withdraw", arguments=PERSON),
    Read("letters:register", of_person=False),
    Read("letters:statistics", of_person=False),
    Read("letters:counted", arguments={"agency_id": "agency"}, query="?of=asked", of_person=False),
    Read("letters:partner", arguments={"referral_id": "referral"}),
    Read("letters:letter", arguments={"letter_id": "letter"}),
    Read("letters:file", "print", {"letter_id": "letter", "kind": "=pdf"}),
    Read("letters:slip", "print", {"link_id": "link"}),
)
FIGURES = "figures and texts of a grant, no rows"
STAFF = "staff and organisations, nobody who is helped"
WRITES = "a write that shows nothing: the journal has it"
WORDS = "words of a catalogue"
READS_NOBODY = {
    "start": "leads to the list of people",
    "health": "one word for the supervisor",
    "set_language": "a form's target",
    "account_login": "the log-in",
    "account_logout": "the log-in",
    "account_inactive": "the log-in",
    "account_reauthenticate": "the log-in",
    "account_change_password": "the log-in",
    "ui:styleguide": "invented words",
    "ui:job": "invented words",
    "ui:appearance": "a form's target",
    "cases:check_reason": WORDS,
    "cases:begin_plan": WRITES,
    "cases:order_sheet": WRITES,
    "cases:agree": WRITES,
    "cases:approve": WRITES,
    "cases:discard": WRITES,
    "cases:finish_step": WRITES,
    "cases:reopen": WRITES,
    "cases:reopen_step": WRITES,
    "cases:bring_back": WRITES,
    "visits:strike_contact": WRITES,
    "visits:reopen": WRITES,
    "services:kinds": WORDS,
    "services:check_kind": WORDS,
    "services:check_reason": WORDS,
    "services:offers": "what is offered, nobody who is helped",
    "services:offer_add": "what is offered, nobody who is helped",
    "services:offer_change": "what is offered, nobody who is helped",
    "services:offer_left": WRITES,
    "services:offer_close": WRITES,
    "services:offer_reopen": WRITES,
    "services:wait": WRITES,
    "services:leave": WRITES,
    "services:activities": "activities and wishes of nobody by name",
    "services:activity": "activities and wishes of nobody by name",
    "services:choose_activity": WRITES,
    "services:hold_activity": WRITES,
    "services:drop_activity": WRITES,
    "services:ask_instead": WRITES,
    "insights:funnel": "figures: no row is read",
    "desk:choose": WRITES,
    "desk:decide_pair": WRITES,
    "desk:take_up": WRITES,
    "desk:undo_decision": WRITES,
    "desk:answer_join": WRITES,
    "referrals:send": WRITES,
    "referrals:deliver": WRITES,
    "exchange:imports": "names of files and how many rows they have",
    "exchange:progress": "how far a job is",
    "exchange:explain": WRITES,
    "exchange:commit": WRITES,
    "exchange:withdraw": WRITES,
    "exchange:settle": WRITES,
    "exchange:keep": WRITES,
    "exchange:strike": WRITES,
    "exchange:restore": WRITES,
    "access:approve": WRITES,
    "access:decide_erasure": WRITES,
    "access:decline": WRITES,
    "access:destroy": WRITES,
    "access:lift": WRITES,
    "access:note": WRITES,
    "access:set_again": WRITES,
    "access:speak": WRITES,
    "letters:answer": "whoever holds the link reads the envelope: test_links.py",
    "letters:texts": WORDS,
    "letters:text": WORDS,
    "letters:letterhead": WORDS,
    "letters:write": WRITES,
    "letters:withdraw_link": WRITES,
    "letters:hand_over": WRITES,
    "letters:sign": WRITES,
    "letters:send": WRITES,
    "letters:sent": WRITES,
    "letters:cancel": WRITES,
    "letters:set_again": WRITES,
    "outbox:mails": "mail of invented people, in a demo alone",
    "outbox:mail": "mail of invented people, in a demo alone",
    "outbox:file": "mail of invented people, in a demo alone",
    "oversight:findings": "workers by name, people never",
    "oversight:review": "workers by name, people never",
    "oversight:questions": "workers by name, people never",
    "oversight:answer": "workers by name, people never",
} | {
    f"reports:{name}": FIGURES
    for name in (
        "grants",
        "open_grant",
        "grant",
        "declare",
        "events",
        "participants",
        "budget",
        "reallocate",
        "explain",
        "report",
        "request_version",
        "narrate",
    )
}


READS_NOBODY |= {
    f"figures:{name}": "published figures, guarded: nobody's row is read"
    for name in ("start", "oblast", "oblast_file", "grant", "grant_file", "readers", "close")
}
