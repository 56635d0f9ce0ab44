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
FORGETS: Final = """
CREATE FUNCTION authz.forget_letters() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    every uuid[] := ARRAY(SELECT id FROM public.referrals_referral WHERE person_id = NEW.person_id);
    files uuid[] := ARRAY(SELECT unnest(ARRAY[pdf_id, word_id]) FROM public.referrals_letter WHERE referral_id = ANY(every)
        UNION SELECT paper_id FROM public.referrals_referrallink WHERE referral_id = ANY(every));
    keys text[] := ARRAY(SELECT 'letter:' || id FROM public.referrals_letter WHERE referral_id = ANY(every)
        UNION SELECT 'link:' || id FROM public.referrals_referrallink WHERE referral_id = ANY(every));
    held uuid[] := ARRAY(SELECT sealed FROM public.documents_storedfile WHERE id = ANY(files)
        UNION SELECT token FROM public.referrals_referrallink WHERE referral_id = ANY(every)
        UNION SELECT content FROM public.outbox_message WHERE key = ANY(keys));
BEGIN
    UPDATE public.outbox_message SET state = 'dropped', content = NULL, lease = NULL
    WHERE key = ANY(keys) AND content IS NOT NULL;
    UPDATE public.referrals_letter SET body = '—', pdf_id = NULL, word_id = NULL WHERE referral_id = ANY(every);
    UPDATE public.referrals_referrallink SET paper_id = NULL, token = NULL,
        withdrawn_at = coalesce(withdrawn_at, CASE WHEN used_at IS NULL THEN now() END) WHERE referral_id = ANY(every);
    DELETE FROM public.documents_storedfile WHERE id = ANY(files);
    DELETE FROM public.gate_sealedvalue WHERE id = ANY(held);
    PERFORM public.audit_erase_history(NEW.person_id);
    RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION authz.forget_letters() TO tirek_owner;
"""
REMEMBERS: Final = "DROP FUNCTION authz.forget_letters();"
ON_ERASURE: Final = """
CREATE TRIGGER forget_letters AFTER INSERT ON people_erasure
    FOR EACH ROW EXECUTE FUNCTION authz.forget_letters();
"""
NO_MORE: Final = "DROP TRIGGER forget_letters ON people_erasure;"
