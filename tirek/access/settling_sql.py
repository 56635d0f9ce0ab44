"""What two people must agree on, done by the database: each function looks for the approval itself and does what it says."""

from __future__ import annotations

from typing import Final

APPROVED: Final = """
CREATE FUNCTION authz.approval_says(deed text, label text, subject uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT CASE WHEN one.decision = 'refused' OR one.finding = 'objected' THEN 'refused'
        WHEN one.decision = 'approved' AND one.second_by IS NOT NULL THEN 'approved'
        WHEN one.is_alone AND one.effective_at <= clock_timestamp() + interval '5 seconds' THEN 'approved'
        ELSE 'waits' END
    FROM public.agencies_approval AS one
    WHERE one.kind = deed AND one.subject_kind = label AND one.subject_id = subject::text
    ORDER BY one.asked_at DESC LIMIT 1
$$;

CREATE FUNCTION authz.signed_by(deed text, label text, subject uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT one.second_by FROM public.agencies_approval AS one
    WHERE one.kind = deed AND one.subject_kind = label AND one.subject_id = subject::text
    ORDER BY one.asked_at DESC LIMIT 1
$$;
"""
SETTLE: Final = """
DROP FUNCTION authz.approve_protection(uuid);
CREATE FUNCTION authz.settle_protection(proposal uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said public.access_protection%ROWTYPE;
    deed text;
    answer text;
BEGIN
    SELECT * INTO said FROM public.access_protection WHERE id = proposal FOR UPDATE;
    deed := CASE said.wish WHEN 'protect' THEN 'protect' ELSE 'unprotect' END;
    answer := authz.approval_says(deed, 'access.protection', proposal);
    IF said.id IS NULL OR authz.worker() IS NULL OR said.approved_at IS NOT NULL OR said.closed_at IS NOT NULL
       OR answer IS NULL OR answer = 'waits' THEN
        RETURN 'waits';
    END IF;
    IF answer = 'refused' THEN
        UPDATE public.access_protection SET closed_at = now() WHERE id = proposal;
        RETURN 'refused';
    END IF;
    UPDATE public.access_protection SET approved_at = now(),
        approved_by = authz.signed_by(deed, 'access.protection', proposal) WHERE id = proposal;
    IF said.wish = 'protect' THEN
        INSERT INTO public.access_protectedperson (person_id, since, protection_id)
        VALUES (said.person_id, now(), proposal) ON CONFLICT DO NOTHING;
        UPDATE public.gate_permit SET valid_to = now()
        WHERE category = 2 AND basis <> 'own' AND valid_to > now()
            AND person_id IN (SELECT id FROM public.people_person
                WHERE id = said.person_id OR canonical_id = said.person_id OR head_id = said.person_id);
    ELSE
        DELETE FROM public.access_protectedperson WHERE person_id = said.person_id;
    END IF;
    RETURN 'approved';
END $$;

DROP FUNCTION authz.decide_legal_request(uuid, text, text);
CREATE FUNCTION authz.settle_legal_request(request uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    answer text := authz.approval_says('legal_request', 'access.legalrequest', request);
BEGIN
    IF authz.worker() IS NULL OR answer IS NULL OR answer = 'waits' THEN
        RETURN 'waits';
    END IF;
    UPDATE public.access_legalrequest SET decided_at = now(),
        decision = CASE answer WHEN 'approved' THEN 'released' ELSE 'refused' END,
        decided_by = authz.signed_by('legal_request', 'access.legalrequest', request)
    WHERE id = request AND decision = 'waiting';
    RETURN CASE WHEN FOUND THEN answer ELSE 'waits' END;
END $$;

CREATE FUNCTION authz.settle_erasure(request uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    answer text := authz.approval_says('erase', 'access.erasurerequest', request);
BEGIN
    IF authz.worker() IS NOT NULL AND answer = 'refused' THEN
        UPDATE public.access_erasurerequest SET closed_at = now() WHERE id = request AND done_at IS NULL AND closed_at IS NULL;
    END IF;
    RETURN coalesce(answer, 'waits');
END $$;

CREATE FUNCTION authz.forget_grounds(request uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    said public.access_erasurerequest%ROWTYPE;
    every uuid[];
    done int;
BEGIN
    SELECT * INTO said FROM public.access_erasurerequest WHERE id = request FOR UPDATE;
    IF said.id IS NULL OR said.done_at IS NOT NULL OR said.closed_at IS NOT NULL OR NOT authz.registered_here(said.person_id)
       OR authz.approval_says('erase', 'access.erasurerequest', request) IS DISTINCT FROM 'approved' THEN
        RAISE EXCEPTION 'the erasure is not approved' USING ERRCODE = 'insufficient_privilege';
    END IF;
    every := ARRAY(SELECT id FROM public.people_person
        WHERE (id = said.person_id OR canonical_id = said.person_id OR head_id = said.person_id) AND registered_by_id = authz.agency());
    UPDATE public.access_erasurerequest SET done_at = now(), done_by = authz.worker(), note = '' WHERE id = request;
    UPDATE public.access_accessrequest SET note = '' WHERE person_id = ANY(every);
    UPDATE public.access_emergency SET reason = '—', verdict_note = '' WHERE person_id = ANY(every);
    UPDATE public.access_protection SET reason = '—' WHERE person_id = ANY(every);
    UPDATE public.agencies_approval SET why = '', page = '' WHERE subject_id IN (
        SELECT id::text FROM public.access_protection WHERE person_id = ANY(every)
        UNION ALL SELECT id::text FROM public.access_legalrequest WHERE person_id = ANY(every)
        UNION ALL SELECT id::text FROM public.access_erasurerequest WHERE person_id = ANY(every));
    UPDATE public.access_consent SET withdrawn_at = now(), withdrawn_by = authz.worker()
        WHERE person_id = ANY(every) AND withdrawn_at IS NULL AND replaced_at IS NULL;
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END $$;

GRANT EXECUTE ON FUNCTION authz.settle_protection(uuid), authz.settle_legal_request(uuid), authz.settle_erasure(uuid),
    authz.forget_grounds(uuid) TO tirek_app, tirek_worker;
"""
EMERGENCY: Final = """
CREATE FUNCTION authz.is_alone(agencies uuid[], worker uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT NOT EXISTS (SELECT FROM public.agencies_worker AS one
        JOIN public.agencies_workerrole AS held ON held.worker_id = one.id AND held.code = 'agency_admin'
        JOIN public.agencies_user AS login ON login.id = one.user_id AND login.is_active
        WHERE one.agency_id = ANY(agencies) AND one.id <> worker)
$$;

CREATE FUNCTION authz.tell_of_emergency() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    NEW.is_alone := authz.is_alone(ARRAY[NEW.agency_id, NEW.holder_id], NEW.opened_by);
    INSERT INTO public.access_notice (id, agency_id, person_id, kind, subject_id, at_agency_id, is_health, made_at, due_on)
    SELECT gen_random_uuid(), NEW.holder_id, NEW.person_id, said.kind, NEW.id, NEW.agency_id, NEW.category = 5, now(),
        CASE said.kind WHEN 'tell_person' THEN NEW.review_by END
    FROM (VALUES ('emergency'), ('tell_person')) AS said(kind);
    RETURN NEW;
END $$;

CREATE FUNCTION authz.keep_contacts_closed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF authz.is_protected(NEW.person_id) THEN
        RAISE EXCEPTION 'the person is protected' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION authz.tell_of_emergency(), authz.keep_contacts_closed() TO tirek_owner;

CREATE OR REPLACE FUNCTION authz.review_emergency(emergency uuid, judged text, said text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.access_emergency SET verdict = judged, verdict_note = said, reviewed_at = now(),
        reviewed_by = authz.worker()
    WHERE id = emergency AND reviewed_at IS NULL AND opened_by <> authz.worker() AND judged IN ('right', 'wrong')
        AND (authz.agency() IN (holder_id, agency_id) OR (is_alone AND EXISTS (SELECT FROM public.agencies_workerrole AS held
            WHERE held.worker_id = authz.worker() AND held.code = 'coordinator')));
    RETURN FOUND;
END $$;
"""
TRIGGERS: Final = """
CREATE TRIGGER access_emergency_is_told BEFORE INSERT ON access_emergency
    FOR EACH ROW EXECUTE FUNCTION authz.tell_of_emergency();
CREATE TRIGGER gate_permit_keeps_contacts_closed BEFORE INSERT ON gate_permit
    FOR EACH ROW WHEN (NEW.category = 2 AND NEW.basis <> 'own') EXECUTE FUNCTION authz.keep_contacts_closed();
"""
"""No ground, of today or of tomorrow, opens the contacts of a protected person."""
FORWARDS: Final = APPROVED + SETTLE + EMERGENCY
