"""The functions of `authz` by which seals are made: they hand out hashes of rows, never rows, and add a seal to the chain.

A leaf covers every column but what stood in a former row: that by its salted digest, counted anew as long as it is there.
Only the job worker's role may call them; the web server's neither reads all rows nor seals.
"""

from __future__ import annotations

from typing import Final

TABLES: Final = ("audit_reading", "audit_journalentry", "audit_formerrow")
"""What seals cover; the place of a table here is its number in a seal."""

LEAVES: Final = """
CREATE FUNCTION authz.audit_watermark() RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;

CREATE FUNCTION authz.audit_ends() RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT ARRAY[(SELECT coalesce(max(id), 0) FROM public.audit_reading),
        (SELECT coalesce(max(id), 0) FROM public.audit_journalentry),
        (SELECT coalesce(max(id), 0) FROM public.audit_formerrow)]
$$;

CREATE FUNCTION authz.audit_leaves(since bigint, until bigint, above bigint[], below bigint[])
RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(string_agg(every.part || int8send(every.id) || every.leaf, ''::bytea ORDER BY every.part, every.id),
        ''::bytea)
    FROM (
    SELECT '\\x00'::bytea AS part, one.id, sha256(convert_to(ROW(one.id, (extract(epoch FROM one.at) * 1000000)::bigint,
        one.worker_id, one.agency_id, one.person_id, one.category, one.action, one.purpose, one.basis, one.rows,
        one.request, one.xact)::text, 'UTF8')) AS leaf
    FROM public.audit_reading AS one
    WHERE one.xact >= since AND one.xact < until AND one.id > above[1] AND one.id <= below[1]
    UNION ALL
    SELECT '\\x01'::bytea, one.id, sha256(convert_to(ROW(one.id, (extract(epoch FROM one.at) * 1000000)::bigint,
        one.actor_id, one.agency_id, one.action, one.subject_kind, one.subject_id, one.person_id, one.detail,
        one.xact)::text, 'UTF8'))
    FROM public.audit_journalentry AS one
    WHERE one.xact >= since AND one.xact < until AND one.id > above[2] AND one.id <= below[2]
    UNION ALL
    SELECT '\\x02'::bytea, one.id, sha256(convert_to(ROW(one.id, (extract(epoch FROM one.at) * 1000000)::bigint,
        one.actor_id, one.agency_id, one."table", one.row_id, one.person_id, one.category, one.change,
        coalesce(sha256(one.salt || convert_to(one.former::text, 'UTF8')), one.digest), one.xact)::text, 'UTF8'))
    FROM public.audit_formerrow AS one
    WHERE one.xact >= since AND one.xact < until AND one.id > above[3] AND one.id <= below[3]
    ) AS every
$$;

CREATE FUNCTION authz.audit_add_seal(number bigint, sealed_at timestamptz, era smallint, above jsonb, since bigint,
    until bigint, leaves bytea, root bytea, former_head bytea, head bytea, key smallint, signature bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    last record;
BEGIN
    SELECT seal.number, seal.head INTO last FROM public.audit_seal AS seal ORDER BY seal.number DESC LIMIT 1;
    IF number <> coalesce(last.number, 0) + 1 OR former_head <> coalesce(last.head, ''::bytea) THEN
        RAISE EXCEPTION 'the seal does not follow the last one' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    INSERT INTO public.audit_seal (number, sealed_at, era, above, since_xact, until_xact, leaves, root, former_head, head,
        key, signature) VALUES (number, sealed_at, era, above, since, until, leaves, root, former_head, head, key, signature);
END $$;

GRANT EXECUTE ON FUNCTION authz.audit_watermark(), authz.audit_ends(),
    authz.audit_leaves(bigint, bigint, bigint[], bigint[]),
    authz.audit_add_seal(bigint, timestamptz, smallint, jsonb, bigint, bigint, bytea, bytea, bytea, bytea, smallint, bytea)
    TO tirek_worker;
"""
FORGET_LEAVES: Final = """
DROP FUNCTION authz.audit_add_seal(bigint, timestamptz, smallint, jsonb, bigint, bigint, bytea, bytea, bytea, bytea,
    smallint, bytea);
DROP FUNCTION authz.audit_leaves(bigint, bigint, bigint[], bigint[]);
DROP FUNCTION authz.audit_ends();
DROP FUNCTION authz.audit_watermark();
"""
