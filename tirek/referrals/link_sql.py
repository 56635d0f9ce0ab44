"""What the database does with a link before anybody acts: finds it by the keyed hash of its token, and lets it be used once."""

from __future__ import annotations

from typing import Final

FORWARDS: Final = """
CREATE FUNCTION authz.link_by_hash(digest text) RETURNS TABLE(id uuid, referral_id uuid, to_agency_id uuid, category smallint,
    purpose text, language text, expires_at timestamptz, used_at timestamptz, withdrawn_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT link.id, link.referral_id, sent.to_agency_id, sent.category, link.purpose, link.language, link.expires_at, link.used_at,
        link.withdrawn_at
    FROM public.referrals_referrallink AS link JOIN public.referrals_referral AS sent ON sent.id = link.referral_id
    WHERE link.token_hash = digest
$$;

CREATE FUNCTION authz.use_link() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.referrals_referrallink AS link SET used_at = clock_timestamp() FROM public.referrals_referral AS sent
    WHERE link.id = authz.worker() AND sent.id = link.referral_id AND sent.to_agency_id = authz.agency()
        AND link.used_at IS NULL AND link.withdrawn_at IS NULL AND link.expires_at > clock_timestamp();
    RETURN FOUND;
END $$;

GRANT EXECUTE ON FUNCTION authz.link_by_hash(text), authz.use_link() TO tirek_app, tirek_worker;
"""
BACKWARDS: Final = """
DROP FUNCTION authz.use_link();
DROP FUNCTION authz.link_by_hash(text);
"""
