"""Thousands of rows of what passes between agencies, for judging plans: referrals with everything of theirs, queues, attempts, activities.

Filled by whole statements as the administrator, after people, services and plans; every agency but ours is as busy as ours.
"""

from __future__ import annotations

from typing import Final

REFERRALS: Final = """
INSERT INTO referrals_referral (id, number, year, from_agency_id, to_agency_id, entered_by_id, person_id, kind_id, category, offer,
    initials, age, asked_for, is_urgent, status, hold, version, channel, contact, paper_number, officer, made_at, made_by, sent_at,
    due_at, changed_at, accepted_by, waits_until, closed_at)
SELECT gen_random_uuid(), number, 2017, registered_by_id, next, registered_by_id, id, (SELECT min(id) FROM services_servicekind), 3,
    CASE next WHEN %(ours)s THEN (SELECT id FROM services_offer LIMIT 1) ELSE next END, 'Д. А.', 34, 'помощь с работой', false,
    status, CASE status WHEN 'on-hold' THEN 'waiting' ELSE '' END, 2, 'online', '', '', '', at, id, at, at + interval '3 days', at, '',
    CASE status WHEN 'on-hold' THEN current_date + 7 END, CASE WHEN status IN ('accepted', 'rejected') THEN at + interval '5 days' END
FROM (
    SELECT *, now() - (number %% 700) * interval '1 day' AS at, lead(registered_by_id) OVER (ORDER BY number) AS next,
        CASE WHEN number %% 25 = 0 THEN 'requested' WHEN number %% 25 = 1 THEN 'on-hold' WHEN number %% 10 = 3 THEN 'rejected'
            ELSE 'accepted' END AS status
    FROM people_person WHERE number > 1000000
) AS one WHERE next <> registered_by_id
"""
ROWS: Final = (
    REFERRALS,
    """
    INSERT INTO referrals_referralmatter (referral_id, wish_of, why) SELECT id, 'person', '' FROM referrals_referral
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO referrals_referralmove (id, referral_id, version, verb, from_status, to_status, by_side, agency_id, worker, at, reason,
        next_step, note, is_apart)
    SELECT gen_random_uuid(), one.id, step.version, step.verb, step.before, step.after, step.side,
        CASE step.side WHEN 'sender' THEN one.from_agency_id ELSE one.to_agency_id END, one.made_by, one.made_at,
        CASE step.verb WHEN 'refuse' THEN 'out_of_stock' ELSE '' END, CASE step.verb WHEN 'refuse' THEN 'talk' ELSE '' END, '',
        step.version = 0
    FROM referrals_referral AS one,
        (VALUES (1, 'send', 'draft', 'requested', 'sender'), (2, 'accept', 'requested', 'accepted', 'provider'),
            (2, 'refuse', 'requested', 'rejected', 'provider'), (0, 'complete', 'accepted', 'completed', 'provider'))
            AS step(version, verb, before, after, side)
    WHERE step.version = 1 OR step.after = one.status OR (step.version = 0 AND one.status = 'accepted') ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO referrals_outcome (referral_id, status, version, came, received, reason, note, ended_at)
    SELECT id, 'completed', 1, true, true, '', '', closed_at FROM referrals_referral WHERE status = 'accepted' ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO referrals_letter (id, agency_id, referral_id, kind, language, to_agency_id, body, state, version, number, year,
        registered_on, signer, signer_post, signed_by, sent_at, sent_how, made_at, made_by)
    SELECT gen_random_uuid(), from_agency_id, id, 'referral', 'ru', to_agency_id, 'Текст', 'sent', 4, number, 2017, current_date, '', '',
        made_by, now(), 'post', made_at, made_by FROM referrals_referral WHERE number %% 3 = 0
    """,
    """
    INSERT INTO referrals_referrallink (id, referral_id, agency_id, purpose, way, language, token_hash, masked, made_at, made_by,
        expires_at, used_at)
    SELECT gen_random_uuid(), id, from_agency_id, 'answer', 'mail', 'ru', encode(sha256(id::text::bytea), 'hex'), '', made_at, made_by,
        made_at + interval '14 days', made_at FROM referrals_referral WHERE number %% 3 = 1
    """,
    *(
        f"INSERT INTO {table} (agency_id, {columns}) SELECT id, {values} FROM people_person WHERE number %% 4 = 0 ON CONFLICT DO NOTHING"
        for table, columns, values in (
            (
                "referrals_letterhead",
                "head_ru, head_kk, neutral_ru, neutral_kk, contacts, signer, signer_post_ru, signer_post_kk",
                ", ".join(["''"] * 8),
            ),
            ("referrals_lettertext", "kind, language, body", "'referral', 'ru', 'Текст'"),
            ("referrals_numbering", "year, last", "2017, 5"),
            ("people_pairsearch", "searched_to", "now()"),
        )
    ),
    """
    INSERT INTO services_waiting (id, offer_id, person_id, agency_id, category, since, ended_at, ended_how)
    SELECT gen_random_uuid(), CASE registered_by_id WHEN %(ours)s THEN (SELECT id FROM services_offer LIMIT 1) ELSE registered_by_id END,
        id, registered_by_id, 3, now(), CASE WHEN number %% 5 > 0 THEN now() END, CASE WHEN number %% 5 > 0 THEN 'given' ELSE '' END
    FROM people_person WHERE number > 1000000 ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO services_taken (service_id, offer_id, is_back)
    SELECT id, CASE agency_id WHEN %(ours)s THEN (SELECT id FROM services_offer LIMIT 1) ELSE agency_id END, false
    FROM services_service WHERE get_byte(uuid_send(id), 0) >= 200 ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO services_topicasked (service_id, topic_id)
    SELECT id, (SELECT min(id) FROM services_legaltopic) FROM services_service WHERE get_byte(uuid_send(id), 0) BETWEEN 100 AND 139
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO services_activity (id, agency_id, title, with_whom, place, proposed_on, why_dropped, version)
    SELECT gen_random_uuid(), registered_by_id, 'Турнир', '', '', current_date - (number %% 700)::int, '', 1
    FROM people_person WHERE number %% 10 = 0
    """,
    """
    INSERT INTO services_activitywish (id, activity_id, text, people, said_on)
    SELECT gen_random_uuid(), id, 'кино', 1, current_date FROM services_activity
    """,
    """
    INSERT INTO visits_contact (id, person_id, agency_id, at, way, outcome, note, tried_by)
    SELECT gen_random_uuid(), id, registered_by_id, now() - (number %% 700 + turn) * interval '1 day', 'call', 'no_answer', '', id
    FROM people_person, generate_series(1, 2) AS turn WHERE number > 1000000
    """,
    """
    INSERT INTO cases_needblock (blocked_id, blocker_id)
    SELECT id, next FROM (SELECT id, lead(id) OVER (ORDER BY id) AS next FROM cases_need) AS one WHERE next IS NOT NULL
    """,
    """
    INSERT INTO cases_planleft (id, version_id, person_id, agency_id, category, line, text, reason, why)
    SELECT gen_random_uuid(), version_id, person_id, agency_id, category, id, text, 'not_wanted', 'передумал' FROM cases_planline
    """,
    """
    INSERT INTO cases_planreview (id, plan_id, reviewed_on, finding, note, next_on, reviewed_by)
    SELECT gen_random_uuid(), id, current_date, '', '', current_date + 30, person_id FROM cases_plan
    """,
)
