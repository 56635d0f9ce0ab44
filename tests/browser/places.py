"""Every address of the program that shows a page, with what stands in it; and the addresses that show none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """A page by its URL's name; each argument is a text, or the query that finds one."""

    url: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200

    def __str__(self) -> str:
        """The name under which pytest lists it."""
        return (
            "-".join([self.url, *(text for text in self.arguments.values() if " " not in text)]) + self.query
        )

    def address(self, found: Mapping[str, str]) -> str:
        """The address, `found` holding the answers to the queries."""
        arguments = {name: found.get(text, text) for name, text in self.arguments.items()}
        return reverse(self.url, kwargs=arguments) + self.query


PERSON = "SELECT person_id FROM services_delivery JOIN services_service s ON s.id = service_id GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
SERVICE = "SELECT service_id FROM services_refusal LIMIT 1"
APPLICATION = "SELECT id FROM cases_application ORDER BY number LIMIT 1"
GRANT = "SELECT id FROM grants_grant LIMIT 1"
KIND = "SELECT id FROM services_servicekind ORDER BY id LIMIT 1"
ENTRY_REASON = "SELECT id FROM cases_entryreason ORDER BY id LIMIT 1"
REASON = "SELECT id FROM services_refusalreason ORDER BY id LIMIT 1"
WRITTEN = "SELECT id FROM exchange_import WHERE state = 'committed' LIMIT 1"
MISTAKEN = "SELECT id FROM exchange_import WHERE state = 'previewed' LIMIT 1"
WAITING = "SELECT id FROM exchange_importrow WHERE outcome = 'maybe' AND settled_at IS NULL LIMIT 1"
WORKER = "SELECT id FROM agencies_worker LIMIT 1"
AGENCY = "SELECT agency_id FROM agencies_worker LIMIT 1"
NOBODYS = "SELECT id FROM agencies_agency WHERE id NOT IN (SELECT agency_id FROM agencies_worker) LIMIT 1"
SECTION = "SELECT code FROM reports_reportsection ORDER BY id LIMIT 1"

PAIR = "SELECT id FROM people_possiblepair WHERE decided = '' ORDER BY id LIMIT 1"
DECISION = "SELECT id FROM people_pairdecision LIMIT 1"

OFFER = "SELECT id FROM services_offer WHERE keeps_queue LIMIT 1"
GIVEN_OUT = 'SELECT id FROM services_offer WHERE "left" = 0 AND NOT keeps_queue LIMIT 1'
ACTIVITY = "SELECT id FROM services_activity WHERE held_on IS NULL AND dropped_on IS NULL LIMIT 1"
ENDED = "SELECT id FROM services_activity WHERE dropped_on IS NOT NULL LIMIT 1"
ASKED_OF_US = "SELECT id FROM referrals_referral WHERE to_agency_id = (SELECT registered_by_id FROM people_person GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) AND status = 'requested' AND channel = 'online' LIMIT 1"
QUESTION = "SELECT id FROM referrals_referral WHERE hold = 'question' LIMIT 1"
IN_WORK = "SELECT r.id FROM referrals_referral r LEFT JOIN referrals_outcome o ON o.referral_id = r.id WHERE r.status = 'accepted' AND o.referral_id IS NULL LIMIT 1"
HELPED = "SELECT referral_id FROM referrals_outcome WHERE status = 'completed' LIMIT 1"
NOT_SENT = "SELECT id FROM referrals_referral WHERE status = 'draft' LIMIT 1"
TURNED_DOWN = "SELECT id FROM referrals_referral WHERE status = 'rejected' LIMIT 1"

PLACES = (
    Place("desk:my_day"),
    Place("desk:people"),
    Place("desk:people", query="?q=Беляев"),
    Place("desk:people", query="?q=Никтотакойнеживёт"),
    Place("desk:new"),
    Place("desk:person", {"person_id": PERSON}),
    Place("desk:correct", {"person_id": PERSON}),
    Place("desk:sources", {"person_id": PERSON}),
    Place("desk:state", {"person_id": PERSON}),
    Place("desk:add_paper", {"person_id": PERSON}),
    Place("desk:pairs"),
    Place("desk:pair", {"pair_id": PAIR}),
    Place("desk:decision", {"decision_id": DECISION}),
    Place("oversight:looked", {"person_id": PERSON}),
    Place("cases:waiting"),
    Place("cases:needs", {"person_id": PERSON}),
    Place("cases:add_need", {"person_id": PERSON}),
    Place("visits:contacts", {"person_id": PERSON}),
    Place("visits:lose", {"person_id": PERSON}),
    Place("cases:decide", {"application_id": APPLICATION}),
    Place("cases:check_reason", {"reason_id": ENTRY_REASON}),
    Place("referrals:incoming"),
    Place("referrals:incoming", query="?show=work"),
    Place("referrals:incoming", query="?show=refused"),
    Place("referrals:outgoing"),
    Place("referrals:outgoing", query="?show=drafts"),
    Place("referrals:new", {"person_id": PERSON}),
    Place("referrals:register"),
    Place("referrals:register", query="?q=Беляев"),
    Place("referrals:register_for", {"person_id": PERSON}),
    Place("referrals:referral", {"referral_id": ASKED_OF_US}),
    Place("referrals:referral", {"referral_id": QUESTION}),
    Place("referrals:referral", {"referral_id": HELPED}),
    Place("referrals:referral", {"referral_id": NOT_SENT}),
    Place("referrals:referral", {"referral_id": TURNED_DOWN}),
    Place("referrals:answer", {"referral_id": ASKED_OF_US, "verb": "accept"}),
    Place("referrals:answer", {"referral_id": ASKED_OF_US, "verb": "refuse"}),
    Place("referrals:answer", {"referral_id": IN_WORK, "verb": "complete"}),
    Place("referrals:answer", {"referral_id": IN_WORK, "verb": "withdraw"}),
    Place("services:journal"),
    Place("services:who"),
    Place("services:who", query="?q=Беляев"),
    Place("services:record", {"person_id": PERSON}),
    Place("services:entry", {"service_id": SERVICE}),
    Place("services:correct", {"service_id": SERVICE}),
    Place("services:kinds"),
    Place("services:check_kind", {"kind_id": KIND}),
    Place("services:check_reason", {"reason_id": REASON}),
    Place("services:offers"),
    Place("services:offers", query="?need=housing"),
    Place("services:offers_for", {"person_id": PERSON}),
    Place("services:offer_add"),
    Place("services:offer", {"offer_id": OFFER}),
    Place("services:offer", {"offer_id": GIVEN_OUT}),
    Place("services:offer_change", {"offer_id": GIVEN_OUT}),
    Place("services:who_waits", {"offer_id": OFFER}, query="?q=Беляев"),
    Place("services:activities"),
    Place("services:activity", {"activity_id": ACTIVITY}),
    Place("services:activity", {"activity_id": ENDED}),
    Place("insights:funnel"),
    Place("insights:people", query="?step=received"),
    Place("exchange:imports"),
    Place("exchange:preview", {"file_id": WRITTEN}),
    Place("exchange:preview", {"file_id": WRITTEN}, query="?outcome=maybe"),
    Place("exchange:preview", {"file_id": MISTAKEN}),
    Place("exchange:review"),
    Place("exchange:compare", {"row_id": WAITING}),
    Place("reports:grants"),
    Place("reports:open_grant"),
    Place("reports:grant", {"grant_id": GRANT}),
    Place("reports:events", {"grant_id": GRANT}),
    Place("reports:participants", {"grant_id": GRANT}),
    Place("reports:budget", {"grant_id": GRANT}),
    Place("reports:figure", {"grant_id": GRANT, "key": "applied"}),
    Place("reports:figure", {"grant_id": GRANT, "key": "attendances"}),
    Place("reports:figure", {"grant_id": GRANT, "key": "services_total"}),
    Place("reports:figure", {"grant_id": GRANT, "key": "refused_total"}),
    Place("reports:figure", {"grant_id": GRANT, "key": "people_in_registry"}),
    Place("reports:figure", {"grant_id": GRANT, "key": "events:5"}),
    Place("reports:figure", {"grant_id": GRANT, "key": "plan:material"}),
    Place("reports:explain", {"grant_id": GRANT, "key": "category:documents"}),
    Place("reports:report", {"grant_id": GRANT}),
    Place("figures:grant", {"grant_id": GRANT}),
    Place("figures:readers", {"grant_id": GRANT}),
    Place("reports:narrate", {"grant_id": GRANT, "section": SECTION}),
    Place("agencies:agency"),
    Place("agencies:rename"),
    Place("agencies:describe"),
    Place("agencies:add_branch"),
    Place("agencies:staff"),
    Place("agencies:invite"),
    Place("agencies:worker", {"worker_id": WORKER}),
    Place("agencies:mail"),
    Place("agencies:approvals"),
    Place("agencies:oblast"),
    Place("agencies:add_agency"),
    Place("agencies:check_agency", {"agency_id": AGENCY}),
    Place("agencies:invite_first", {"agency_id": NOBODYS}),
    Place("access:person", {"person_id": PERSON}),
    Place("access:consent_new", {"person_id": PERSON}),
    Place("access:consent_new", {"person_id": PERSON}, query="?health"),
    Place("access:protect", {"person_id": PERSON}),
    Place("access:legal_new", {"person_id": PERSON}),
    Place("access:withdraw", {"person_id": PERSON}),
    Place("access:erase", {"person_id": PERSON}),
    Place("access:hold", {"person_id": PERSON}),
    Place("access:requests"),
    Place("access:ask"),
    Place("access:emergency"),
    Place("oversight:findings"),
    Place("oversight:questions"),
    Place("oversight:log"),
    Place("letters:register"),
    Place("letters:statistics"),
    Place("letters:texts"),
    Place("letters:letterhead"),
    Place("letters:text", {"kind": "refusal", "language": "ru"}),
    Place("outbox:mails"),
    Place("ui:styleguide"),
    Place("account_change_password"),
    Place("agencies:sessions"),
    Place("mfa_index"),
    Place("mfa_list_webauthn"),
)
STRANGER = (
    Place("account_login"),
    Place("account_inactive"),
    Place("agencies:accept", {"token": "nobody-made-it"}, status=404),
    Place("letters:answer", {"token": "nobody-made-it"}, status=404),
)
"""Pages for whoever is not logged in."""
NO_PAGES = {
    "start": "leads to the list of people",
    "health": "one word for the supervisor",
    "set_language": "a form's target",
    "account_logout": "a form's target",
    "account_reauthenticate": "leads on when the log-in is fresh",
    "mfa_login_webauthn": "a form's target",
    "mfa_authenticate": "looked at in test_entrance.py",
    "mfa_reauthenticate": "looked at in test_entrance.py",
    "mfa_reauthenticate_webauthn": "looked at in test_entrance.py",
    "mfa_activate_totp": "looked at in test_entrance.py",
    "mfa_deactivate_totp": "looked at in test_entrance.py",
    "mfa_add_webauthn": "looked at in test_entrance.py",
    "mfa_edit_webauthn": "looked at in test_entrance.py",
    "mfa_remove_webauthn": "looked at in test_entrance.py",
    "mfa_view_recovery_codes": "looked at in test_entrance.py",
    "mfa_generate_recovery_codes": "looked at in test_entrance.py",
    "agencies:end_others": "a form's target",
    "agencies:forget_second_factor": "a form's target",
    "ui:job": "a fragment",
    "ui:appearance": "a form's target",
    "access:approve": "a form's target",
    "access:consent": "the pilot has no consent to another agency",
    "access:consent_print": "a file",
    "access:legal": "the pilot has no request by law",
    "access:opened": "the pilot has no emergency",
    "access:refuse": "the pilot has no request for access",
    "access:review": "the pilot has no emergency",
    "agencies:mail_again": "a form's target",
    "agencies:mail_drop": "a form's target",
    "letters:counted": "opened from its numbers: test_unfounded.py",
    "letters:partner": "the pilot's referrals came on paper",
    "letters:letter": "the pilot has no letter",
    "letters:slip": "a file",
    "letters:file": "a file",
    "letters:write": "a form's target",
    "letters:withdraw_link": "a form's target",
    "letters:hand_over": "a form's target",
    "letters:sign": "a form's target",
    "letters:send": "a form's target",
    "letters:sent": "a form's target",
    "letters:cancel": "a form's target",
    "letters:set_again": "a form's target",
    "outbox:mail": "the pilot has sent no mail",
    "outbox:file": "a file",
    "oversight:ask": "a form's target",
    "oversight:answer": "the pilot has no question",
    "oversight:review": "the pilot has no finding",
    "access:agree": "the pilot has no consent to another agency",
    "access:decide_erasure": "a form's target",
    "access:decline": "a form's target",
    "access:destroy": "a form's target",
    "access:lift": "a form's target",
    "access:note": "a form's target",
    "access:set_again": "a form's target",
    "access:speak": "a form's target",
    "desk:join_request": "the pilot has one agency",
    "desk:answer_join": "a form's target",
    "desk:decide_pair": "a form's target",
    "desk:take_up": "a form's target",
    "desk:undo_decision": "a form's target",
    "desk:extract": "the pilot has no request by law",
    **dict.fromkeys(
        (
            "cases:change_need",
            "cases:version",
            "cases:add_goal",
            "cases:add_step",
            "cases:change_line",
            "cases:drop_line",
            "cases:review",
            "cases:close",
            "visits:come_back",
        ),
        "the pilot has no plan: looked at in test_plan.py and test_contacts.py",
    ),
    **dict.fromkeys(
        (
            "cases:begin_plan",
            "cases:order_sheet",
            "cases:agree",
            "cases:approve",
            "cases:discard",
            "cases:finish_step",
            "cases:reopen_step",
            "cases:reopen",
            "cases:bring_back",
            "visits:strike_contact",
            "visits:reopen",
        ),
        "a form's target",
    ),
    "cases:sheet": "a file",
    "desk:reveal_iin": "a fragment",
    "desk:reveal_number": "a fragment",
    "desk:choose": "a form's target",
    "desk:change_paper": "the pilot has no paper: looked at in test_intake.py",
    "services:offer_left": "a form's target",
    "services:offer_close": "a form's target",
    "services:offer_reopen": "a form's target",
    "services:wait": "a form's target",
    "services:leave": "a form's target",
    "services:choose_activity": "a form's target",
    "services:hold_activity": "a form's target",
    "services:drop_activity": "a form's target",
    "services:ask_instead": "a form's target",
    "referrals:deliver": "a form's target",
    "referrals:send": "a form's target",
    "exchange:progress": "a fragment",
    "exchange:explain": "a form's target",
    "exchange:commit": "a form's target",
    "exchange:withdraw": "a form's target",
    "exchange:settle": "a form's target",
    "exchange:keep": "a form's target",
    "exchange:strike": "a form's target",
    "exchange:restore": "a form's target",
    "agencies:settings": "leads to the first section",
    "agencies:withdraw_invitation": "a form's target",
    "agencies:deactivate": "a form's target",
    "agencies:reactivate": "a form's target",
    "agencies:approve": "a form's target",
    "agencies:refuse": "a form's target",
    "agencies:review": "a form's target",
    "reports:declare": "a form's target",
    "reports:reallocate": "a form's target",
    "reports:request_version": "a form's target",
    "reports:download": "a file",
    "figures:start": "leads on, or lists grants for a donor: the pilot has none",
    "figures:oblast": "the pilot has no coordinator",
    "figures:oblast_file": "a file",
    "figures:grant_file": "a file",
    "figures:close": "a form's target",
}
