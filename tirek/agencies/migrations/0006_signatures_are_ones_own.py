"""An approval is asked, signed and reviewed in nobody else's name, and what was asked stays as it was asked."""

from django.db import migrations

GUARD = """
CREATE FUNCTION agencies_approval_is_ones_own() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.asked_by IS DISTINCT FROM authz.worker() OR NEW.decision <> 'waiting' OR NEW.finding <> '' THEN
            RAISE EXCEPTION 'nobody asks in the name of another' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NEW.is_alone AND EXISTS (SELECT FROM public.agencies_worker AS one
            JOIN public.agencies_workerrole AS held ON held.worker_id = one.id AND held.code = 'agency_admin'
            JOIN public.agencies_user AS login ON login.id = one.user_id AND login.is_active
            WHERE one.agency_id = NEW.agency_id AND one.id <> NEW.asked_by) THEN
            RAISE EXCEPTION 'somebody second is there to sign' USING ERRCODE = 'insufficient_privilege';
        END IF;
        IF NOT NEW.is_alone AND NEW.effective_at IS NOT NULL THEN
            RAISE EXCEPTION 'nothing takes effect before it is signed' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.second_by IS DISTINCT FROM OLD.second_by AND NEW.second_by IS DISTINCT FROM authz.worker())
       OR (NEW.reviewed_by IS DISTINCT FROM OLD.reviewed_by AND NEW.reviewed_by IS DISTINCT FROM authz.worker()) THEN
        RAISE EXCEPTION 'nobody signs in the name of another' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.effective_at IS DISTINCT FROM OLD.effective_at AND NEW.effective_at IS NOT NULL AND NEW.second_by IS NULL THEN
        RAISE EXCEPTION 'a delay is not shortened' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (OLD.second_by IS NOT NULL AND NEW.second_by IS DISTINCT FROM OLD.second_by)
       OR (NEW.id, NEW.agency_id, NEW.kind, NEW.subject_kind, NEW.subject_id, NEW.asked_by, NEW.asked_at, NEW.is_alone)
       IS DISTINCT FROM
       (OLD.id, OLD.agency_id, OLD.kind, OLD.subject_kind, OLD.subject_id, OLD.asked_by, OLD.asked_at, OLD.is_alone) THEN
        RAISE EXCEPTION 'what was asked stays as it was asked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agencies_approval_is_ones_own BEFORE INSERT OR UPDATE ON agencies_approval
    FOR EACH ROW EXECUTE FUNCTION agencies_approval_is_ones_own();
"""
UNGUARD = "DROP TRIGGER agencies_approval_is_ones_own ON agencies_approval; DROP FUNCTION agencies_approval_is_ones_own();"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_row_security"), ("gate", "0002_permits")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
