"""Looking for what is strange, inside the database: names are compared here, and only that they are the same comes out."""

from __future__ import annotations

from typing import Final

from django.conf import settings

SEARCHES_AN_HOUR: Final = 30
PEOPLE_FOR_NOTHING: Final = 5
DAYS_TO_ACT: Final = 7
NIGHT: Final = (22, 6)
_LOCAL: Final = f"(read.at AT TIME ZONE '{settings.TIME_ZONE}')"
_ADD: Final = """
    INSERT INTO public.oversight_finding AS known
        (id, kind, worker_id, agency_id, person_id, day, count, found_at, verdict, note)
    SELECT gen_random_uuid(), {kind}, met.worker_id, met.agency_id, met.person_id, met.day, met.times, now(), '', ''
    FROM ({met}) AS met
    ON CONFLICT (worker_id, day, kind, person_id) DO UPDATE SET count = excluded.count WHERE known.count < excluded.count;
"""
_OPENED: Final = "read.action IN ('open', 'print', 'reveal', 'emergency', 'export', 'api')"
_HELPING: Final = "read.purpose IN ('help', 'correct')"
_BY_PERSON: Final = f"read.worker_id, read.agency_id, read.person_id, {_LOCAL}::date"
_MET: Final = f"""
    SELECT read.worker_id, read.agency_id, read.person_id, {_LOCAL}::date AS day, count(*)::int AS times
    FROM public.audit_reading AS read
    WHERE read.at >= since AND read.at < until AND read.person_id IS NOT NULL AND {_OPENED} AND {{strange}}
    GROUP BY {_BY_PERSON}
"""  # noqa: S608 — our own words
_SURNAME: Final = """EXISTS (SELECT FROM public.people_person AS person
        JOIN unnest(workers, spellings) AS own(worker, surname) ON own.surname = person.surname
        WHERE person.id = read.person_id AND own.worker = read.worker_id)"""
_NO_CASE: Final = f"""{_HELPING} AND NOT EXISTS (SELECT FROM public.people_person AS person
        JOIN public.cases_application AS asked ON asked.person_id = person.id
        LEFT JOIN public.cases_entrydecision AS decided ON decided.application_id = asked.id
        WHERE read.person_id IN (person.id, person.canonical_id) AND asked.struck_at IS NULL AND coalesce(decided.entered, true))"""
_NIGHT: Final = f"""
    SELECT read.worker_id, read.agency_id, NULL::uuid AS person_id, ({_LOCAL} - interval '{NIGHT[1]} hours')::date AS day,
        count(*)::int AS times
    FROM public.audit_reading AS read
    WHERE read.at >= since AND read.at < until AND read.person_id IS NOT NULL AND {_OPENED}
        AND (extract(hour FROM {_LOCAL}) >= {NIGHT[0]} OR extract(hour FROM {_LOCAL}) < {NIGHT[1]})
    GROUP BY 1, 2, 4
"""  # noqa: S608
_SEARCHES: Final = f"""
    SELECT an_hour.worker_id, an_hour.agency_id, NULL::uuid AS person_id, an_hour.began::date AS day,
        max(an_hour.times)::int AS times
    FROM (SELECT read.worker_id, read.agency_id, date_trunc('hour', {_LOCAL}) AS began, count(*) AS times
        FROM public.audit_reading AS read
        WHERE read.at >= since AND read.at < until AND read.action = 'search'
        GROUP BY 1, 2, 3 HAVING count(*) > {SEARCHES_AN_HOUR}) AS an_hour
    GROUP BY 1, 2, 4
"""  # noqa: S608
_NOTHING: Final = f"""
    SELECT read.worker_id, read.agency_id, NULL::uuid AS person_id, {_LOCAL}::date AS day,
        count(DISTINCT read.person_id)::int AS times
    FROM public.audit_reading AS read
    WHERE read.at >= since - interval '{DAYS_TO_ACT} days' AND read.at < until - interval '{DAYS_TO_ACT} days'
        AND read.person_id IS NOT NULL AND {_OPENED} AND {_HELPING}
        AND NOT EXISTS (SELECT FROM public.audit_journalentry AS done
            WHERE done.person_id = read.person_id AND done.actor_id = read.worker_id
            AND done.at >= read.at - interval '1 hour' AND done.at < read.at + interval '{DAYS_TO_ACT} days')
    GROUP BY 1, 2, 4 HAVING count(DISTINCT read.person_id) >= {PEOPLE_FOR_NOTHING}
"""  # noqa: S608

FUNCTIONS: Final = f"""
CREATE FUNCTION authz.look_for_findings(since timestamptz, until timestamptz, workers uuid[], spellings text[])
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
{_ADD.format(kind="'same_surname'", met=_MET.format(strange=_SURNAME))}
{_ADD.format(kind="'no_open_case'", met=_MET.format(strange=_NO_CASE))}
{_ADD.format(kind="'at_night'", met=_NIGHT)}
{_ADD.format(kind="'many_searches'", met=_SEARCHES)}
{_ADD.format(kind="'nothing_done'", met=_NOTHING)}
END $$;

CREATE FUNCTION authz.forget_answers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.oversight_question SET answer = '' WHERE person_id = NEW.person_id;
    PERFORM public.audit_erase_history(NEW.person_id);
    RETURN NULL;
END $$;

GRANT EXECUTE ON FUNCTION authz.look_for_findings(timestamptz, timestamptz, uuid[], text[]) TO tirek_worker;
GRANT EXECUTE ON FUNCTION authz.forget_answers() TO tirek_owner;
"""  # noqa: S608
FORGET: Final = """
DROP FUNCTION authz.forget_answers();
DROP FUNCTION authz.look_for_findings(timestamptz, timestamptz, uuid[], text[]);
"""
ON_ERASURE: Final = (
    "CREATE TRIGGER oversight_forget AFTER INSERT ON people_erasure"
    " FOR EACH ROW EXECUTE FUNCTION authz.forget_answers()"
)
NOT_ON_ERASURE: Final = "DROP TRIGGER oversight_forget ON people_erasure"
