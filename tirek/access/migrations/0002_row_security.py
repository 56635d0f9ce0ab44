"""Row security on the grounds, the functions that turn them into permits, and a search that hides the protected."""

from django.db import migrations

from tirek.access import hiding_sql, permit_sql
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, Protect, Rules, permitted

IDENTITY = Category.IDENTITY.value
WORKER = "(SELECT authz.worker())"


def here(table: str) -> str:
    """The agency that registered the person."""
    return permitted(f"{table}.person_id", IDENTITY, own=True)


OPERATOR = f"operator_id = {MINE} AND {here('access_consent')}"
RECEIVER = (
    f"receiver_id = {MINE} AND received_at IS NOT NULL AND {permitted('access_consent.person_id', IDENTITY)}"
)
HOLDER = f"holder_id = {MINE} AND {here('access_accessrequest')}"
LEGAL = f"agency_id = {MINE} AND {here('access_legalrequest')}"
PROPOSED = here("access_protection")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_grounds_of_permits"),
        ("gate", "0004_sealed"),
        ("people", "0003_erasure"),
    ]

    operations = [
        migrations.RunSQL(permit_sql.STANDS, permit_sql.FALLS),
        AsAuthz(permit_sql.FUNCTIONS, permit_sql.FORGET),
        AsAuthz(hiding_sql.SEARCH, hiding_sql.FORMER_SEARCH),
        Protect("access_consent", Rules(f"({OPERATOR}) OR ({RECEIVER})", OPERATOR, OPERATOR)),
        Protect("access_accessrequest", Rules(HOLDER, change=HOLDER)),
        Protect("access_emergency", Rules(f"agency_id = {MINE} OR holder_id = {MINE}")),
        Protect(
            "access_protection",
            Rules(PROPOSED, f"proposed_by = {WORKER} AND approved_at IS NULL AND {PROPOSED}"),
        ),
        Protect("access_protectedperson", Rules(here("access_protectedperson"))),
        Protect(
            "access_legalrequest",
            Rules(LEGAL, f"registered_by = {WORKER} AND decision = 'waiting' AND {LEGAL}"),
        ),
    ]
