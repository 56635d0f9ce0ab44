"""What an installation is, demo or for real people, and the triggers that let it go one way only.

No row means: for real people. A demo begins in an empty register alone, by the owner's hand; whoever acts may find that somebody is real.
"""

from __future__ import annotations

from typing import Final

GUARD: Final = """
CREATE FUNCTION gate_guard_installation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'what an installation is cannot be forgotten' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.kind <> 'demo' OR NEW.kind <> 'real') THEN
        RAISE EXCEPTION 'an installation for real people stays one' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER gate_installation_one_way BEFORE UPDATE OR DELETE ON gate_installation
    FOR EACH ROW EXECUTE FUNCTION gate_guard_installation();
CREATE TRIGGER gate_installation_kept BEFORE TRUNCATE ON gate_installation
    FOR EACH STATEMENT EXECUTE FUNCTION gate_guard_installation();
REVOKE INSERT, UPDATE, DELETE ON gate_installation FROM tirek_app, tirek_worker;
"""
UNGUARD: Final = """
DROP TRIGGER gate_installation_kept ON gate_installation;
DROP TRIGGER gate_installation_one_way ON gate_installation;
DROP FUNCTION gate_guard_installation();
GRANT INSERT, UPDATE, DELETE ON gate_installation TO tirek_app, tirek_worker;
"""
FOUND: Final = """
CREATE FUNCTION authz.found_real() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    INSERT INTO public.gate_installation AS known (id, kind, since) VALUES (1, 'real', now())
    ON CONFLICT (id) DO UPDATE SET kind = 'real', since = now() WHERE known.kind = 'demo';
    RETURN FOUND;
END $$;

CREATE FUNCTION authz.begin_demo() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    LOCK TABLE public.people_person IN SHARE MODE;
    IF EXISTS (SELECT FROM public.people_person) THEN
        RETURN false;
    END IF;
    INSERT INTO public.gate_installation (id, kind, since) VALUES (1, 'demo', now()) ON CONFLICT (id) DO NOTHING;
    RETURN FOUND;
END $$;

GRANT EXECUTE ON FUNCTION authz.found_real() TO tirek_owner, tirek_app, tirek_worker;
GRANT EXECUTE ON FUNCTION authz.begin_demo() TO tirek_owner;
"""
FORGET_FOUND: Final = """
DROP FUNCTION authz.begin_demo();
DROP FUNCTION authz.found_real();
"""
