"""What the database itself holds of needs and plans: no rings, approved wordings stand, and nothing leaves a plan unsaid.

The functions see past row security, for a worker who may not see lines on health must neither lose them nor copy them wrongly; each
asks first whether the acting agency leads the plan and sees the person.
"""

from __future__ import annotations

from typing import Final

NO_RINGS: Final = """
CREATE FUNCTION authz.need_blocks_no_ring() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    whose uuid;
    others uuid;
BEGIN
    SELECT person_id INTO whose FROM public.cases_need WHERE id = NEW.blocked_id;
    SELECT person_id INTO others FROM public.cases_need WHERE id = NEW.blocker_id;
    IF others <> ALL(authz.ids_of(whose)) THEN
        RAISE EXCEPTION 'needs of two people' USING ERRCODE = 'check_violation', CONSTRAINT = 'need_block_of_one_person';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('need_block' || one::text, 0))
        FROM unnest(authz.ids_of(whose)) AS one ORDER BY one;
    IF EXISTS (
        WITH RECURSIVE held(id) AS (
            SELECT NEW.blocker_id
            UNION SELECT block.blocker_id FROM public.cases_needblock AS block JOIN held ON block.blocked_id = held.id
        ) SELECT FROM held WHERE id = NEW.blocked_id
    ) THEN
        RAISE EXCEPTION 'a ring of needs' USING ERRCODE = 'check_violation', CONSTRAINT = 'need_block_no_ring';
    END IF;
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION authz.need_blocks_no_ring() TO tirek_owner;
"""
FORGET_NO_RINGS: Final = "DROP FUNCTION authz.need_blocks_no_ring();"
HANG_NO_RINGS: Final = (
    "CREATE TRIGGER no_ring BEFORE INSERT OR UPDATE ON cases_needblock"
    " FOR EACH ROW EXECUTE FUNCTION authz.need_blocks_no_ring()"
)

STANDS: Final = """
CREATE FUNCTION cases_plan_lines_stand() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    progress text[] := '{done_on,done_by}';
    draft boolean;
BEGIN
    IF current_user = 'tirek_authz' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    SELECT approved_at IS NULL INTO draft FROM public.cases_planversion
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END;
    IF draft IS NOT TRUE AND (TG_OP <> 'UPDATE' OR TG_TABLE_NAME <> 'cases_planline'
       OR to_jsonb(NEW) - progress IS DISTINCT FROM to_jsonb(OLD) - progress) THEN
        RAISE EXCEPTION 'an approved plan stands as it was approved' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON cases_planline
    FOR EACH ROW EXECUTE FUNCTION cases_plan_lines_stand();
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON cases_planleft
    FOR EACH ROW EXECUTE FUNCTION cases_plan_lines_stand();

CREATE FUNCTION cases_plan_line_fits() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.is_standing AND current_user <> 'tirek_authz'
       OR NEW.goal IS NOT NULL AND NOT EXISTS (SELECT FROM public.cases_planline
           WHERE version_id = NEW.version_id AND line = NEW.goal AND goal IS NULL AND category = NEW.category)
       OR NEW.need_id IS NOT NULL AND NOT EXISTS (SELECT FROM public.cases_need
           WHERE id = NEW.need_id AND category = NEW.category) THEN
        RAISE EXCEPTION 'a line is kept as its goal and its need are' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fits BEFORE INSERT ON cases_planline
    FOR EACH ROW WHEN (current_user <> 'tirek_authz') EXECUTE FUNCTION cases_plan_line_fits();
CREATE TRIGGER fits_still BEFORE UPDATE ON cases_planline
    FOR EACH ROW WHEN (current_user <> 'tirek_authz' AND (OLD.goal, OLD.need_id, OLD.category, OLD.is_standing, OLD.version_id)
        IS DISTINCT FROM (NEW.goal, NEW.need_id, NEW.category, NEW.is_standing, NEW.version_id))
    EXECUTE FUNCTION cases_plan_line_fits();

CREATE FUNCTION cases_plan_version_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF current_user <> 'tirek_authz' AND (TG_OP = 'DELETE' OR NEW.approved_at IS NOT NULL
       OR TG_OP = 'UPDATE' AND OLD.approved_at IS NOT NULL) THEN
        RAISE EXCEPTION 'approved by authz.approve_plan alone, and once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stands BEFORE INSERT OR UPDATE OR DELETE ON cases_planversion
    FOR EACH ROW EXECUTE FUNCTION cases_plan_version_stands();
"""
FORGET_STANDS: Final = """
DROP TRIGGER stands ON cases_planversion;
DROP TRIGGER fits_still ON cases_planline;
DROP TRIGGER fits ON cases_planline;
DROP TRIGGER stands ON cases_planleft;
DROP TRIGGER stands ON cases_planline;
DROP FUNCTION cases_plan_version_stands();
DROP FUNCTION cases_plan_line_fits();
DROP FUNCTION cases_plan_lines_stand();
"""

PLANS: Final = """
CREATE FUNCTION authz.draft_of_mine(wanted uuid) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    led public.cases_plan%ROWTYPE;
BEGIN
    SELECT plan.* INTO led FROM public.cases_plan AS plan JOIN public.cases_planversion AS said ON said.plan_id = plan.id
        WHERE said.id = wanted FOR UPDATE OF plan, said;
    IF led.agency_id IS DISTINCT FROM authz.agency() OR led.closed_on IS NOT NULL OR NOT EXISTS (SELECT FROM public.gate_permit
        WHERE person_id = led.person_id AND category = 3 AND principal = ANY(authz.principals(3::smallint))
        AND valid_from <= statement_timestamp() AND valid_to > statement_timestamp()) THEN
        RAISE EXCEPTION 'not a plan of the agency' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT FROM public.cases_planversion WHERE id = wanted AND approved_at IS NULL) THEN
        RAISE EXCEPTION 'an approved plan stands as it was approved' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN (SELECT id FROM public.cases_planversion WHERE plan_id = led.id AND approved_at IS NOT NULL
        ORDER BY number DESC LIMIT 1);
END $$;

CREATE FUNCTION authz.carry_plan(wanted uuid) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    before uuid := authz.draft_of_mine(wanted);
    carried int;
BEGIN
    INSERT INTO public.cases_planline (id, version_id, person_id, agency_id, category, line, goal, position, text, need_id,
        due_on, side, partner_id, done_on, done_by, is_standing)
    SELECT gen_random_uuid(), wanted, person_id, agency_id, category, line, goal, position, text, need_id,
        due_on, side, partner_id, done_on, done_by, false
    FROM public.cases_planline WHERE version_id = before;
    GET DIAGNOSTICS carried = ROW_COUNT;
    RETURN carried;
END $$;

CREATE FUNCTION authz.approve_plan(wanted uuid, agreed date, agreed_by text, alone boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    before uuid := authz.draft_of_mine(wanted);
BEGIN
    IF EXISTS (SELECT FROM public.cases_planline AS was WHERE was.version_id = before
        AND NOT EXISTS (SELECT FROM public.cases_planline AS kept WHERE kept.version_id = wanted AND kept.line = was.line)
        AND NOT EXISTS (SELECT FROM public.cases_planleft AS gone WHERE gone.version_id = wanted AND gone.line = was.line)) THEN
        RAISE EXCEPTION 'lines of the plan are lost without a word' USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_never_shrinks';
    END IF;
    UPDATE public.cases_planversion SET approved_at = now(), approved_by = authz.worker(), is_alone = alone,
        agreed_on = agreed, agreed_how = agreed_by WHERE id = wanted;
    -- What was done to a standing line while the new wording was a draft is carried over.
    UPDATE public.cases_planline AS kept SET done_on = was.done_on, done_by = was.done_by
        FROM public.cases_planline AS was
        WHERE kept.version_id = wanted AND was.version_id = before AND was.line = kept.line;
    UPDATE public.cases_planline SET is_standing = true WHERE version_id = wanted;
    UPDATE public.cases_planline SET is_standing = false WHERE version_id = before;
END $$;

CREATE FUNCTION authz.discard_plan(wanted uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM authz.draft_of_mine(wanted);
    DELETE FROM public.cases_planleft WHERE version_id = wanted;
    DELETE FROM public.cases_planline WHERE version_id = wanted;
    DELETE FROM public.cases_planversion WHERE id = wanted;
END $$;

GRANT EXECUTE ON FUNCTION authz.carry_plan(uuid), authz.approve_plan(uuid, date, text, boolean), authz.discard_plan(uuid)
    TO tirek_app, tirek_worker;
"""
FORGET_PLANS: Final = """
DROP FUNCTION authz.discard_plan(uuid);
DROP FUNCTION authz.approve_plan(uuid, date, text, boolean);
DROP FUNCTION authz.carry_plan(uuid);
DROP FUNCTION authz.draft_of_mine(uuid);
"""
