"""What takes a referral from the waiting list ends its place in the offer's queue: by whichever side, by the person's word or the program."""

from __future__ import annotations

from typing import Final

LEAVES: Final = """
CREATE FUNCTION authz.leave_queue() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.services_waiting SET ended_at = statement_timestamp(),
        ended_how = CASE NEW.status WHEN 'accepted' THEN 'given' ELSE 'over' END
    WHERE offer_id = NEW.offer AND agency_id = NEW.to_agency_id AND person_id = NEW.person_id AND ended_at IS NULL;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION authz.leave_queue() TO tirek_owner;
"""
STAYS: Final = "DROP FUNCTION authz.leave_queue();"
ON_MOVE: Final = """
CREATE TRIGGER leave_queue AFTER UPDATE ON referrals_referral FOR EACH ROW
    WHEN (OLD.hold = 'waiting' AND NEW.hold <> 'waiting' AND NEW.offer IS NOT NULL) EXECUTE FUNCTION authz.leave_queue();
"""
NO_MORE: Final = "DROP TRIGGER leave_queue ON referrals_referral;"
