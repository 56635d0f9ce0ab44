"""Erasure of a person, as one function of the database: the key destroyed, what stood in clear overwritten, history included.

What stays is a tombstone (id, day, legal ground) and rows that count in reports and speak of nobody: a service of a kind on a day.
Law on personal data, article 18 and 25: destroyed within one working day of the request, unless the law holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection

ERASED: Final = "—"

FUNCTION: Final = f"""
CREATE OR REPLACE FUNCTION authz.erase_person(erased uuid, ground text, parts text[], names text[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    every uuid[];
    lines uuid[];
    destroyed int;
BEGIN
    IF NOT EXISTS (SELECT FROM public.gate_permit permit JOIN public.people_person person ON person.id = erased
        WHERE permit.person_id = erased AND permit.category = 1 AND permit.basis = 'own'
        AND permit.principal = authz.agency() AND person.registered_by_id = permit.principal
        AND authz.sees(1::smallint) AND permit.valid_from <= now() AND permit.valid_to > now()) THEN
        RAISE EXCEPTION 'not the agency that registered the person' USING ERRCODE = 'insufficient_privilege';
    END IF;
    every := ARRAY(SELECT id FROM public.people_person
        WHERE (id = erased OR canonical_id = erased OR head_id = erased) AND registered_by_id = authz.agency());
    IF EXISTS (SELECT FROM public.people_legalhold
        WHERE person_id = ANY(every) AND (until IS NULL OR until >= (now() AT TIME ZONE '{settings.TIME_ZONE}')::date)) THEN
        RAISE EXCEPTION 'a legal hold stands' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    UPDATE public.people_namecount AS counted SET count = greatest(counted.count - 1, 0)
        FROM unnest(parts, names) AS said(part, name)
        WHERE counted.part = said.part AND counted.folded = said.name;
    DELETE FROM public.people_namecount WHERE count = 0;
    UPDATE public.gate_datakey SET wrapped = NULL, destroyed_at = now() WHERE owner_id = ANY(every);
    GET DIAGNOSTICS destroyed = ROW_COUNT;
    DELETE FROM public.gate_sealedvalue WHERE person_id = ANY(every);
    DELETE FROM public.people_matchdecision WHERE person_id = ANY(every);
    DELETE FROM public.people_paper WHERE person_id = ANY(every);
    DELETE FROM public.people_personrecord WHERE person_id = ANY(every);
    DELETE FROM public.people_personcontact WHERE person_id = ANY(every);
    UPDATE public.people_person SET name = '—', surname = '', given = '', patronymic = '', sort_key = '',
        birth_on = NULL, birth_year = NULL, sex = '' WHERE id = ANY(every);
    UPDATE public.cases_application SET referred_by_text = '', referral_number = '' WHERE person_id = ANY(every);
    UPDATE public.cases_legalground SET ground_text = '', released_on = NULL
        WHERE application_id IN (SELECT id FROM public.cases_application WHERE person_id = ANY(every));
    lines := ARRAY(SELECT id FROM public.services_service WHERE person_id = ANY(every));
    UPDATE public.services_service SET note = '' WHERE id = ANY(lines);
    UPDATE public.services_refusal SET detail = '', letter = '' WHERE service_id = ANY(lines);
    UPDATE public.services_decline SET detail = '' WHERE service_id = ANY(lines);
    UPDATE public.services_noshow SET detail = '' WHERE service_id = ANY(lines);
    UPDATE public.services_lostcontact SET detail = '' WHERE service_id = ANY(lines);
    UPDATE public.services_unmetdemand SET wish = '' WHERE service_id = ANY(lines);
    UPDATE public.cases_need SET text = '—', evidence_text = '', ended_why = CASE WHEN ended_why = '' THEN '' ELSE '—' END
        WHERE person_id = ANY(every);
    UPDATE public.cases_plan SET closed_why = '' WHERE person_id = ANY(every);
    UPDATE public.cases_planversion SET why = '' WHERE plan_id IN (SELECT id FROM public.cases_plan WHERE person_id = ANY(every));
    UPDATE public.cases_planreview SET note = '' WHERE plan_id IN (SELECT id FROM public.cases_plan WHERE person_id = ANY(every));
    UPDATE public.cases_planline SET text = '—' WHERE person_id = ANY(every);
    UPDATE public.cases_planleft SET text = '—', why = '—' WHERE person_id = ANY(every);
    UPDATE public.cases_plansheet SET paper = NULL WHERE person_id = ANY(every);
    UPDATE public.visits_contact SET note = '' WHERE person_id = ANY(every);
    UPDATE public.visits_lostepisode SET note = '', return_note = '' WHERE person_id = ANY(every);
    IF to_regclass('public.audit_formerrow') IS NOT NULL THEN
        EXECUTE 'SELECT public.audit_erase_history(one) FROM unnest($1) AS one' USING every;
    END IF;
    UPDATE public.gate_permit SET valid_to = now() WHERE person_id = ANY(every) AND valid_to > now();
    INSERT INTO public.people_erasure (person_id, erased_at, ground, erased_by)
        SELECT one, now(), ground, authz.worker() FROM unnest(every) AS one ON CONFLICT DO NOTHING;
    RETURN destroyed;
END $$;

GRANT EXECUTE ON FUNCTION authz.erase_person(uuid, text, text[], text[]) TO tirek_app, tirek_worker;
"""  # noqa: S608 — our own clock
FORGET: Final = "DROP FUNCTION authz.erase_person(uuid, text, text[], text[]);"


def erase_person(person_id: UUID, ground: str, counted: Mapping[str, str]) -> None:
    """Call the function; the database raises for whoever is not the registering agency, and for a legal hold.

    `counted` holds the folded names, by part, under which the person was counted at registration.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT authz.erase_person(%s, %s, %s::text[], %s::text[])",
            [person_id, ground, list(counted), [name[:80] for name in counted.values()]],
        )
