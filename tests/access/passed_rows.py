"""Thousands of rows of what passes between agencies, for judging plans: referrals with everything of theirs, queues, attempts, activities.

Filled by whole statements as the administrator, after people, consents, services and plans. Every agency is as busy as ours: it sent
some 4,000 referrals in two years and was sent as many, of which nearly all are closed.
"""

from __future__ import annotations

from typing import Final

_OFFER: Final = "(SELECT id FROM services_offer WHERE agency_id = {agency} ORDER BY id LIMIT 1)"
OFFERS: Final = """
INSERT INTO services_offer SELECT made.* FROM (SELECT * FROM services_offer LIMIT 1) AS one, agencies_agency AS agency,
    jsonb_populate_record(NULL::services_offer, to_jsonb(one) || jsonb_build_object('id', agency.id, 'agency_id', agency.id)) AS made
WHERE agency.id <> %(ours)s
"""
REFERRALS: Final = f"""
INSERT INTO referrals_referral (id, number, year, from_agency_id, to_agency_id, entered_by_id, person_id, kind_id, category, offer,
    initials, age, asked_for, is_urgent, status, hold, version, channel, contact, paper_number, officer, made_at, made_by, sent_at,
    due_at, changed_at, accepted_by, appointment_at, waits_until, closed_at, escalate_to, escalated_at, consent)
SELECT gen_random_uuid(), CASE WHEN NOT is_paper AND state <> 'draft' THEN number * 2 + turn END,
    CASE WHEN NOT is_paper AND state <> 'draft' THEN extract(year FROM at) END, sends, asked, CASE WHEN is_paper THEN asked ELSE sends END,
    id, (SELECT min(id) FROM services_servicekind) + number %% 5, 3, {_OFFER.format(agency="asked")}, 'Д. А.', 34, 'помощь с работой',
    false, state, hold, 2, CASE WHEN is_paper THEN 'paper' ELSE 'online' END, '', CASE WHEN is_paper THEN '12/34' ELSE '' END, '', at, id,
    CASE WHEN state <> 'draft' THEN at END, CASE WHEN state <> 'draft' THEN due END, at, '',
    CASE WHEN state = 'accepted' THEN at + interval '1 day' END, CASE hold WHEN 'waiting' THEN due::date END,
    CASE WHEN NOT is_open THEN at + interval '5 days' END, id, CASE WHEN is_open AND due < now() THEN due END,
    (SELECT min(id::text)::uuid FROM access_consent WHERE person_id = one.id)
FROM (
    SELECT *, now() - CASE WHEN is_open THEN 5 ELSE 10 + (number * 3 + turn) %% 701 END * interval '1 day' AS at,
        now() + (number %% 9) * interval '1 day' - interval '6 hours' AS due
    FROM (
        SELECT person.id, number, turn, registered_by_id AS sends, (number * 2 + turn) %% 20 = 17 AS is_paper,
            CASE turn WHEN 0 THEN lead(registered_by_id, 1) OVER by_number ELSE lead(registered_by_id, 7) OVER by_number END AS asked,
            place < 6 AS is_open, (ARRAY['requested', 'on-hold', 'on-hold', 'accepted', 'rejected', 'draft', 'cancelled'])[place + 1]
                AS early, (ARRAY['', 'waiting', 'question'])[place + 1] AS held, place
        FROM people_person AS person, generate_series(0, 1) AS turn, LATERAL (SELECT ((number * 7 + turn * 31) %% 100)::int AS place) AS placed
        WHERE number > 1000000 WINDOW by_number AS (PARTITION BY turn ORDER BY number)
    ) AS drawn, LATERAL (SELECT coalesce(early, CASE WHEN place < 17 THEN 'rejected' ELSE 'accepted' END) AS state,
        coalesce(held, '') AS hold) AS said
) AS one WHERE asked <> sends AND NOT (is_paper AND state = 'draft')
"""
ROWS: Final = (
    OFFERS,
    REFERRALS,
    """
    INSERT INTO referrals_referralmatter (referral_id, need, wish_of, why)
    SELECT sent.id, need.id, 'person', '' FROM referrals_referral AS sent LEFT JOIN cases_need AS need USING (person_id)
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
    WHERE one.status <> 'draft' AND (step.version = 1 OR (step.version = 2 AND step.after = one.status)
        OR (step.version = 0 AND one.status = 'accepted' AND one.closed_at IS NOT NULL)) ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO referrals_outcome (referral_id, status, version, came, received, reason, note, service_id, ended_at)
    SELECT sent.id, 'completed', 1, true, true, '', '', (SELECT id FROM services_service AS line
        WHERE line.person_id = sent.person_id AND line.agency_id = sent.to_agency_id LIMIT 1), sent.closed_at
    FROM referrals_referral AS sent WHERE sent.status = 'accepted' AND sent.closed_at IS NOT NULL ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO referrals_letter (id, agency_id, referral_id, kind, language, to_agency_id, body, state, version, number, year,
        registered_on, signer, signer_post, signed_by, sent_at, sent_how, made_at, made_by)
    SELECT gen_random_uuid(), CASE status WHEN 'rejected' THEN to_agency_id ELSE from_agency_id END, id,
        CASE status WHEN 'rejected' THEN 'refusal' ELSE 'referral' END, 'ru',
        CASE status WHEN 'rejected' THEN from_agency_id ELSE to_agency_id END, 'Текст', CASE WHEN is_over THEN 'sent' ELSE 'waits' END, 4,
        CASE WHEN is_over THEN number END, CASE WHEN is_over THEN year END, CASE WHEN is_over THEN made_at::date END, '', '',
        CASE WHEN is_over THEN made_by END, CASE WHEN is_over THEN made_at END, CASE WHEN is_over THEN 'post' ELSE '' END, made_at, made_by
    FROM (SELECT *, closed_at IS NOT NULL AS is_over FROM referrals_referral) AS one WHERE number %% 3 = 0 ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO referrals_referrallink (id, referral_id, agency_id, purpose, way, language, token_hash, masked, made_at, made_by,
        expires_at, used_at)
    SELECT gen_random_uuid(), id, from_agency_id, 'answer', 'mail', 'ru', encode(sha256(id::text::bytea), 'hex'), '', made_at, made_by,
        made_at + interval '14 days', closed_at FROM referrals_referral WHERE number %% 3 = 1
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
    f"""
    INSERT INTO services_waiting (id, offer_id, person_id, agency_id, category, since, ended_at, ended_how)
    SELECT gen_random_uuid(), {_OFFER.format(agency="registered_by_id")}, id, registered_by_id, 3, at,
        CASE WHEN is_over THEN at + interval '9 days' END, CASE WHEN is_over THEN 'given' ELSE '' END
    FROM (
        SELECT *, number %% 20 > 0 AS is_over, now() - CASE number %% 20 WHEN 0 THEN 3 ELSE 10 + number %% 701 END * interval '1 day' AS at
        FROM people_person WHERE number > 1000000
    ) AS one
    """,
    """
    INSERT INTO services_waiting (id, offer_id, person_id, agency_id, category, referral, since, ended_how)
    SELECT gen_random_uuid(), offer, person_id, to_agency_id, category, id, sent_at, '' FROM referrals_referral WHERE hold = 'waiting'
    ON CONFLICT DO NOTHING
    """,
    f"""
    INSERT INTO services_taken (service_id, offer_id, is_back) SELECT id, {_OFFER.format(agency="line.agency_id")}, false
    FROM services_service AS line WHERE get_byte(uuid_send(id), 0) >= 200 ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO services_topicasked (service_id, topic_id)
    SELECT id, (SELECT min(id) FROM services_legaltopic) FROM services_service WHERE get_byte(uuid_send(id), 0) BETWEEN 100 AND 139
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO services_activity (id, agency_id, title, with_whom, place, proposed_on, held_on, came, dropped_on, why_dropped, version)
    SELECT gen_random_uuid(), registered_by_id, 'Турнир', '', '', day, CASE WHEN place < 15 THEN day + 9 END,
        CASE WHEN place < 15 THEN 12 END, CASE WHEN place BETWEEN 15 AND 18 THEN day + 9 END,
        CASE WHEN place BETWEEN 15 AND 18 THEN 'Никто не пришёл' ELSE '' END, 1
    FROM (SELECT *, current_date - 10 - (number %% 700)::int AS day, (number / 10) %% 20 AS place FROM people_person) AS one
    WHERE number %% 10 = 0
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
    SELECT id, next FROM (SELECT id, lead(id) OVER (PARTITION BY agency_id ORDER BY id) AS next FROM cases_need) AS one
    WHERE next IS NOT NULL
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
"""Letterheads, texts, numberings and searches for pairs are one of each agency: here as many as if every fourth person were one."""
