"""Consents taken for a referral open nothing before its acceptance; and what an agency that supervises may know.

A probation, penal or law-enforcing agency knows whether a person came and what was received only where the person consented to
just that: purpose "work with the probation service", the category named (law on personal data, article 8; ux.md, section 9).
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from tirek.access import consent_sql, permit_sql
from tirek.agencies.kinds import AgencyKind

SUPERVISING: Final = (
    AgencyKind.PROBATION,
    AgencyKind.INSTITUTION,
    AgencyKind.PENAL_DEPARTMENT,
    AgencyKind.PENAL_COMMITTEE,
    AgencyKind.POLICE,
    AgencyKind.PROSECUTOR,
    AgencyKind.COURT,
)
_KINDS: Final = ", ".join(f"'{kind.value}'" for kind in SUPERVISING)
_TODAY: Final = f"(statement_timestamp() AT TIME ZONE '{settings.TIME_ZONE}')::date"


def _function(text: str, name: str) -> str:
    """One function out of the text that made it first, to be replaced."""
    start = text.index(f"FUNCTION authz.{name}(")
    return "CREATE OR REPLACE " + text[start : text.index("$$;", start) + 3]


_OPENED: Final = """
    IF said.opens_on_acceptance THEN
        RETURN 0;
    END IF;
    INSERT INTO public.gate_permit"""
FORMER_CONSENT: Final = _function(permit_sql.CONSENTS, "permit_by_consent")
CONSENT: Final = FORMER_CONSENT.replace("\n    INSERT INTO public.gate_permit", _OPENED)
FORMER_STANDING: Final = _function(consent_sql.WITHDRAW, "standing_consents")
_HELD: Final = "AND EXISTS (SELECT FROM public.gate_permit AS held WHERE held.basis_ref = said.id AND held.valid_to > statement_timestamp())"
STANDING: Final = FORMER_STANDING.replace(
    _HELD, f"AND ((said.opens_on_acceptance AND said.ends_on >= {_TODAY}) OR {_HELD.removeprefix('AND ')})"
).replace("kept.basis <> 'consent'", "kept.basis NOT IN ('consent', 'referral')")

SUPERVISION: Final = f"""
CREATE FUNCTION authz.supervises() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.agencies_agency WHERE id = authz.agency() AND kind IN ({_KINDS}))
$$;

CREATE FUNCTION authz.told_to_supervision(person uuid, wanted smallint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT FROM public.access_consent AS said WHERE said.person_id = ANY(authz.ids_of(person))
        AND said.receiver_id = authz.agency() AND said.purpose = 'supervision' AND wanted = ANY(said.categories)
        AND said.received_at IS NOT NULL AND said.withdrawn_at IS NULL AND said.replaced_at IS NULL
        AND {_TODAY} BETWEEN said.starts_on AND said.ends_on)
$$;

GRANT EXECUTE ON FUNCTION authz.supervises(), authz.told_to_supervision(uuid, smallint)
    TO tirek_owner, tirek_app, tirek_worker, tirek_report;
"""  # noqa: S608 — kinds and zone of our own
FORWARDS: Final = CONSENT + STANDING + SUPERVISION
BACKWARDS: Final = (
    FORMER_CONSENT
    + FORMER_STANDING
    + """
DROP FUNCTION authz.told_to_supervision(uuid, smallint);
DROP FUNCTION authz.supervises();
"""
)
