"""What the database does with the queues of somebody who is erased: every place ends, whoever keeps the queue."""

from __future__ import annotations

from typing import Final

ERASED: Final = """
CREATE FUNCTION authz.forget_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.services_waiting SET ended_at = now(), ended_how = 'over'
    WHERE person_id = NEW.person_id AND ended_at IS NULL;
    PERFORM public.audit_erase_history(NEW.person_id);
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION authz.forget_waiting() TO tirek_owner;
"""
REMEMBERED: Final = "DROP FUNCTION authz.forget_waiting();"
FORGETS: Final = """
CREATE TRIGGER forget_waiting AFTER INSERT ON people_erasure
    FOR EACH ROW EXECUTE FUNCTION authz.forget_waiting();
"""
KEEPS: Final = "DROP TRIGGER forget_waiting ON people_erasure;"
