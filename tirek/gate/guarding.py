"""`tirek check-rls`: is every table of person data guarded, and does nothing go round the guard?

A table is either under FORCE row security with a policy for every command, or every field of its model is classified `open`, or it stands
in `EXEMPT` with a reason. New tables, views and functions are the real risk: each is looked for in the database's own catalogue.
"""

from __future__ import annotations

from typing import Any, Final

from django.apps import apps

from tirek.machine.roles import AUTHZ, LOGINS, OWNER

EXEMPT: Final = {
    "agencies_user": "logins are read before anybody acts; passwords are hashed (Argon2id)",
    "account_emailaddress": "allauth's; staff have no e-mail addresses here",
    "account_emailconfirmation": "allauth's; unused",
    "agencies_invitation": "read by the one-time link before anybody acts; the token is kept as a hash, no person's data",
    "agencies_user_groups": "Django's; unused",
    "agencies_user_user_permissions": "Django's; unused",
    "auth_group": "Django's; unused",
    "auth_group_permissions": "Django's; unused",
    "auth_permission": "Django's; names of models only",
    "django_content_type": "Django's; names of models only",
    "django_migrations": "names of migrations only",
    "django_session": "Django's; unused, sessions stand in gate_session",
    "gate_session": "read before anybody acts; keys are kept as hashes, payloads sealed; ids of staff only",
    "gate_tally": "counted before anybody acts; keyed hashes and numbers only",
    "mfa_authenticator": "read before anybody acts; secrets are sealed by MFA_ADAPTER, passkeys hold public keys only",
    "procrastinate_events": "job ids only",
    "procrastinate_jobs": "job arguments are references, never values (tests/test_privacy.py)",
    "procrastinate_periodic_defers": "job names only",
    "procrastinate_workers": "worker ids only",
}
COMMANDS: Final = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
STAFF: Final = (LOGINS["app"], LOGINS["worker"])

_TABLES: Final = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
    ARRAY(SELECT p.polcmd::text FROM pg_policy p WHERE p.polrelid = c.oid),
    has_table_privilege(%(report)s, c.oid, 'SELECT'),
    has_table_privilege(%(app)s, c.oid, 'TRUNCATE') OR has_table_privilege(%(worker)s, c.oid, 'TRUNCATE')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1
"""
_VIEWS: Final = """
SELECT c.relname, c.relkind::text, coalesce(array_to_string(c.reloptions, ','), '')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm') ORDER BY 1
"""
_FUNCTIONS: Final = """
SELECT n.nspname || '.' || p.proname, pg_get_userbyid(p.proowner),
    EXISTS (SELECT FROM unnest(p.proconfig) AS one WHERE one LIKE 'search_path=%%'),
    has_function_privilege('public', p.oid, 'EXECUTE')
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname IN ('public', 'authz') AND p.prosecdef ORDER BY 1
"""
_PERMITS: Final = """
SELECT role FROM unnest(%(staff)s::text[]) AS role
WHERE has_table_privilege(role, 'gate_permit', 'INSERT, UPDATE, DELETE')
"""


def open_tables() -> set[str]:
    """Tables whose models say that every field of theirs is open."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if set(getattr(model, "privacy", {"": "?"}).values()) == {"open"}
    }


def faults(cursor: Any) -> list[str]:
    """Everything that is not guarded, one plain sentence each; empty when all is well."""
    roles = {key: LOGINS[key] for key in ("app", "worker", "report")}
    cursor.execute(_TABLES, roles)
    tables = cursor.fetchall()
    cursor.execute(_VIEWS)
    views = cursor.fetchall()
    cursor.execute(_FUNCTIONS)
    functions = cursor.fetchall()
    cursor.execute(_PERMITS, {"staff": list(STAFF)})
    writers = cursor.fetchall()
    return [
        *(fault for row in tables for fault in _of_table(*row)),
        *(fault for row in views for fault in _of_view(*row)),
        *(fault for row in functions for fault in _of_function(*row)),
        *(f"{role} may write permits past the functions that judge" for (role,) in writers),
        *(f"{table} is exempt and does not exist" for table in EXEMPT.keys() - {row[0] for row in tables}),
    ]


def _of_table(
    name: str,
    enabled: bool,
    forced: bool,
    owner: str,
    commands: list[str],
    report_reads_all: bool,
    truncates: bool,
) -> list[str]:
    found = [f"{name} belongs to {owner}, not to {OWNER}"] if owner != OWNER else []
    if truncates:
        found.append(f"{name} can be truncated by staff's roles: row security does not cover TRUNCATE")
    if not enabled:
        if name not in EXEMPT and name not in open_tables():
            found.append(f"{name} has no row security: give it Protect, or a reason in EXEMPT")
        return found
    if not forced:
        found.append(f"{name} does not FORCE row security on its owner")
    missing = [word for code, word in COMMANDS.items() if code not in commands and "*" not in commands]
    found += [f"{name} has no policy for {word}" for word in missing]
    if report_reads_all:
        found.append(f"{name} is read whole by the report's role: grant it columns")
    return found


def _of_view(name: str, kind: str, options: str) -> list[str]:
    if kind == "m":
        return [f"{name} is a materialised view: it shows its rows to everybody"]
    if "security_invoker=true" not in options and "security_invoker=on" not in options:
        return [f"{name} is a view without security_invoker: it reads as its owner"]
    return []


def _of_function(name: str, owner: str, has_path: bool, everybody: bool) -> list[str]:
    found = [] if has_path else [f"{name} is SECURITY DEFINER without a fixed search_path"]
    if owner not in (AUTHZ, OWNER):
        found.append(f"{name} belongs to {owner}")
    if everybody:
        found.append(f"{name} may be called by everybody")
    return found
