"""What the database itself holds of a referral: its edges, its versions, its permits, and the stop when consent is withdrawn.

The permits of a referral stand on the consent it names (`basis_ref`): whatever ends the consent ends them in the same statement.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from tirek.machine.roles import AUTHZ
from tirek.referrals.machine import EDGES, Side, shared

_TODAY: Final = f"(statement_timestamp() AT TIME ZONE '{settings.TIME_ZONE}')::date"


def _ways(side: Side) -> str:
    """The edges of the envelope that a side may take, as an array: "requested>accepted"."""
    ways = sorted({f"{shared(one.source)}>{shared(one.target)}" for one in EDGES if side in one.sides})
    return "ARRAY[" + ", ".join(f"'{way}'" for way in ways) + "]"


_STANDS: Final = f"""
CREATE OR REPLACE FUNCTION referrals_stand() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    moving text[] := '{{status,hold,version,due_at,left_to_answer,changed_at,accepted_by,appointment_at,waits_until,closed_at,escalate_to,escalated_at}}';
    drafting text[] := '{{number,year,to_agency_id,kind_id,category,offer,initials,age,asked_for,is_urgent,days_to_answer,hours_to_answer,channel,contact,paper_number,paper_on,officer,sent_at,consent}}';
    way text := OLD.status || '>' || NEW.status;
    here uuid := authz.agency();
    is_sender boolean := here = OLD.from_agency_id OR (here = OLD.to_agency_id AND OLD.entered_by_id = OLD.to_agency_id);
    is_provider boolean := here = OLD.to_agency_id OR (here = OLD.from_agency_id AND OLD.channel <> 'online');
BEGIN
    IF current_user = '{AUTHZ}' THEN
        RETURN NEW;
    END IF;
    IF OLD.status = 'draft' THEN
        moving := moving || drafting;
    END IF;
    IF to_jsonb(NEW) - moving IS DISTINCT FROM to_jsonb(OLD) - moving THEN
        RAISE EXCEPTION 'a referral stands as it was sent' USING ERRCODE = 'restrict_violation';
    END IF;
    IF to_jsonb(NEW) - '{{escalate_to,escalated_at}}'::text[] = to_jsonb(OLD) - '{{escalate_to,escalated_at}}'::text[] THEN
        RETURN NEW;
    END IF;
    IF NEW.version <> OLD.version + 1 THEN
        RAISE EXCEPTION 'the referral was changed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    IF OLD.closed_at IS NOT NULL AND NEW.status <> 'entered-in-error' THEN
        RAISE EXCEPTION 'the referral is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status = 'accepted' AND NEW.closed_at IS NOT NULL AND NOT %s THEN
        RAISE EXCEPTION 'only a referral with an outcome is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'draft' AND NEW.status = 'draft' THEN
        RETURN NEW;
    END IF;
    IF NOT ((is_sender AND way = ANY({_ways(Side.SENDER)})) OR (is_provider AND way = ANY({_ways(Side.PROVIDER)}))
        OR ((is_sender OR is_provider) AND way = ANY({_ways(Side.CLIENT)}))
        OR (way = ANY({_ways(Side.SYSTEM)}) AND OLD.due_at < statement_timestamp())) THEN
        RAISE EXCEPTION 'no way leads from %% to %% for this agency', OLD.status, NEW.status USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
STANDS: Final = (
    _STANDS
    % "EXISTS (SELECT FROM public.referrals_outcome WHERE referral_id = NEW.id AND ended_at IS NOT NULL)"
    + """
CREATE TRIGGER referrals_stand BEFORE UPDATE ON referrals_referral FOR EACH ROW EXECUTE FUNCTION referrals_stand();
"""
)
STANDS_IN_BULK: Final = _STANDS % "authz.is_ended(NEW.id)"
"""The same, asking in one look whether it ended: judged by row security, each of thousands of rows would ask anew who reads."""
IS_ENDED: Final = """
CREATE FUNCTION authz.is_ended(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.referrals_outcome AS told JOIN public.referrals_referral AS sent ON sent.id = told.referral_id
        WHERE told.referral_id = referral AND told.ended_at IS NOT NULL AND authz.agency() IN (sent.from_agency_id, sent.to_agency_id))
$$;
GRANT EXECUTE ON FUNCTION authz.is_ended(uuid) TO tirek_app, tirek_worker;
"""
"""Whether help is over, to either side and no more than that: of an accepted referral the envelope says the same once it is closed."""
FORGET_IS_ENDED: Final = "DROP FUNCTION authz.is_ended(uuid);"
FALLS: Final = "DROP TRIGGER referrals_stand ON referrals_referral; DROP FUNCTION referrals_stand();"

PERMITS: Final = f"""
CREATE FUNCTION authz.permit_by_referral(referral uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    sent public.referrals_referral%ROWTYPE;
    said public.access_consent%ROWTYPE;
    written int;
BEGIN
    SELECT * INTO sent FROM public.referrals_referral WHERE id = referral;
    IF NOT FOUND OR authz.agency() NOT IN (sent.to_agency_id, sent.from_agency_id) OR sent.status <> 'accepted' THEN
        RAISE EXCEPTION 'the referral is not accepted' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO said FROM public.access_consent WHERE id = sent.consent FOR UPDATE;
    WHILE said.replaced_at IS NOT NULL LOOP
        SELECT * INTO said FROM public.access_consent WHERE replaces = said.id FOR UPDATE;
    END LOOP;
    IF said.id IS NULL OR NOT said.opens_on_acceptance OR said.receiver_id <> sent.to_agency_id
       OR NOT said.person_id = ANY(authz.ids_of(sent.person_id)) OR said.received_at IS NULL OR said.withdrawn_at IS NOT NULL
       OR said.ends_on < {_TODAY} THEN
        RETURN 0;
    END IF;
    INSERT INTO public.gate_permit (id, principal, category, person_id, basis, basis_ref, valid_from, valid_to)
    SELECT gen_random_uuid(), said.receiver_id, one, said.person_id, 'referral', said.id,
        greatest(now(), said.starts_on::timestamp AT TIME ZONE '{settings.TIME_ZONE}'),
        (said.ends_on + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}'
    FROM unnest(said.categories) AS one
    WHERE (one BETWEEN 1 AND 4 OR (one = 5 AND said.is_health)) AND NOT (one = 2 AND authz.is_protected(said.person_id))
        AND NOT EXISTS (SELECT FROM public.gate_permit AS held WHERE held.basis_ref = said.id AND held.category = one
            AND held.valid_to > statement_timestamp());
    GET DIAGNOSTICS written = ROW_COUNT;
    RETURN written;
END $$;

CREATE FUNCTION authz.end_referral_permits(referral uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    ended int;
BEGIN
    UPDATE public.gate_permit AS held SET valid_to = now() FROM public.referrals_referral AS sent
    WHERE sent.id = referral AND authz.agency() IN (sent.to_agency_id, sent.from_agency_id)
        AND sent.status IN ('cancelled', 'entered-in-error') AND held.basis = 'referral' AND held.basis_ref = sent.consent
        AND held.valid_to > now() AND NOT EXISTS (SELECT FROM public.referrals_referral AS other
            WHERE other.consent = sent.consent AND other.id <> sent.id AND other.status = 'accepted');
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
"""  # noqa: S608 — our own zone
STOPS: Final = """
CREATE FUNCTION authz.stop_referrals(person uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    sent public.referrals_referral%ROWTYPE;
    stopped int := 0;
BEGIN
    FOR sent IN SELECT * FROM public.referrals_referral WHERE closed_at IS NULL AND status <> 'rejected'
        AND person_id = ANY(authz.ids_of(person)) AND consent IN (
            SELECT id FROM public.access_consent WHERE person_id = ANY(authz.ids_of(person)) AND withdrawn_at IS NOT NULL)
        ORDER BY id FOR UPDATE LOOP
        UPDATE public.referrals_referral SET status = 'cancelled', hold = '', version = sent.version + 1, changed_at = now(),
            closed_at = now(), left_to_answer = NULL WHERE id = sent.id;
        INSERT INTO public.referrals_referralmove (id, referral_id, version, verb, from_status, to_status, by_side, agency_id,
            worker, at, reason, next_step, next_agency_id, note, is_apart)
        VALUES (gen_random_uuid(), sent.id, sent.version + 1, 'stop', sent.status, 'cancelled', 'client', NULL,
            '00000000-0000-0000-0000-000000000000', now(), 'consent', '', NULL, '', false);
        stopped := stopped + 1;
    END LOOP;
    RETURN stopped;
END $$;

GRANT EXECUTE ON FUNCTION authz.permit_by_referral(uuid), authz.end_referral_permits(uuid), authz.stop_referrals(uuid)
    TO tirek_app, tirek_worker;
"""
FUNCTIONS: Final = PERMITS + STOPS
FORGET: Final = """
DROP FUNCTION authz.stop_referrals(uuid);
DROP FUNCTION authz.end_referral_permits(uuid);
DROP FUNCTION authz.permit_by_referral(uuid);
"""

ERASED: Final = """
CREATE FUNCTION authz.forget_referrals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    every uuid[] := ARRAY(SELECT id FROM public.referrals_referral WHERE person_id = NEW.person_id);
BEGIN
    INSERT INTO public.referrals_referralmove (id, referral_id, version, verb, from_status, to_status, by_side, agency_id,
        worker, at, reason, next_step, next_agency_id, note, is_apart)
    SELECT gen_random_uuid(), sent.id, sent.version + 1, 'stop', sent.status, 'cancelled', 'client', NULL,
        '00000000-0000-0000-0000-000000000000', now(), 'consent', '', NULL, '', false
    FROM public.referrals_referral AS sent WHERE sent.id = ANY(every) AND sent.closed_at IS NULL;
    UPDATE public.referrals_referral SET status = 'cancelled', hold = '', version = version + 1, changed_at = now(),
        closed_at = now(), left_to_answer = NULL WHERE id = ANY(every) AND closed_at IS NULL;
    UPDATE public.referrals_referral SET initials = '—', age = NULL, asked_for = '—', contact = '', officer = '',
        paper_number = '', accepted_by = '' WHERE id = ANY(every);
    UPDATE public.referrals_referralmatter SET why = '' WHERE referral_id = ANY(every);
    UPDATE public.referrals_referralmove SET note = '' WHERE referral_id = ANY(every);
    UPDATE public.referrals_outcome SET note = '' WHERE referral_id = ANY(every);
    PERFORM public.audit_erase_history(NEW.person_id);
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION authz.forget_referrals() TO tirek_owner;
"""
REMEMBERED: Final = "DROP FUNCTION authz.forget_referrals();"
FORGETS: Final = """
CREATE TRIGGER forget_referrals AFTER INSERT ON people_erasure
    FOR EACH ROW EXECUTE FUNCTION authz.forget_referrals();
"""
KEEPS: Final = "DROP TRIGGER forget_referrals ON people_erasure;"
