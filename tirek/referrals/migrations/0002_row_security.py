"""Row security on referrals: the envelope for both sides, what tells of a visit only for whoever may know it.

Beside it lines of the journal that another agency entered: help of a health kind asks for a permit on health, and an agency that
supervises reads none of them without the person's consent to just that, nor what they held before.
"""

from django.db import migrations

from tirek.gate.categories import Category
from tirek.gate.rls import MINE, STAFF, AsAuthz, Protect, Rules, by_agency, permitted
from tirek.referrals import guard_sql

WORKER = "(SELECT authz.worker())"
CATEGORIES = "(SELECT authz.categories())::smallint[]"
SUPERVISES = "(SELECT authz.supervises())"
HEALTH = Category.HEALTH.value
NOT_SECRET = (
    f"(category <> {HEALTH} OR {HEALTH} = ANY ({CATEGORIES})"
    f" OR (from_agency_id = {MINE} AND {WORKER} IN (made_by, escalate_to)))"
)
SIDES = f"((from_agency_id = {MINE} AND (status <> 'draft' OR entered_by_id = {MINE})) OR (to_agency_id = {MINE} AND status <> 'draft'))"
SEEN = f"1 = ANY ({CATEGORIES}) AND {NOT_SECRET}"
ENVELOPE = f"{SIDES} AND {SEEN}"
MADE = f"(from_agency_id = {MINE} AND status = 'draft' OR to_agency_id = {MINE} AND status = 'requested')"
DUE = "closed_at IS NULL AND due_at < statement_timestamp()"
SOMEBODY = f"{MINE} IS NOT NULL"
KNOWS = (
    f"(parent.to_agency_id = {MINE} OR CASE WHEN {SUPERVISES} THEN authz.told_to_supervision(parent.person_id, parent.category)"
    f" ELSE {permitted('parent.person_id', 'parent.category')} END)"
)


def of_referral(table: str, condition: str = "true") -> str:
    """As far as the reader sees the envelope, under a condition on it."""
    return f"EXISTS (SELECT FROM referrals_referral parent WHERE parent.id = {table}.referral_id AND {condition} OFFSET 0)"


OUTCOME = of_referral("referrals_outcome", KNOWS)
MOVE = of_referral("referrals_referralmove", f"(NOT referrals_referralmove.is_apart OR {KNOWS})")
OWN_MATTER = of_referral("referrals_referralmatter", f"parent.entered_by_id = {MINE}")
MATTER = of_referral(
    "referrals_referralmatter",
    f"(parent.entered_by_id = {MINE} OR parent.from_agency_id = {MINE} OR {permitted('parent.person_id', 'parent.category')})",
)
MEDICAL = "(kind_id IN (SELECT id FROM services_servicekind WHERE category = 'medical'))"
LINE = f"""agency_id = {MINE} OR CASE
    WHEN {SUPERVISES} THEN authz.told_to_supervision(person_id, (CASE WHEN {MEDICAL} THEN {HEALTH} ELSE 3 END)::smallint)
    ELSE NOT {MEDICAL} OR {permitted("services_service.person_id", HEALTH)} END"""
FORMER = f"agency_id = {MINE} OR NOT {SUPERVISES} OR \"table\" NOT LIKE 'services\\_%'"
APART = f"""
CREATE POLICY attendance ON services_service AS RESTRICTIVE FOR SELECT TO {STAFF} USING ({LINE});
CREATE POLICY attendance ON audit_formerrow AS RESTRICTIVE FOR SELECT TO {STAFF} USING ({FORMER});
"""
TOGETHER = "DROP POLICY attendance ON services_service; DROP POLICY attendance ON audit_formerrow;"


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_referrals"),
        ("access", "0008_opens_on_acceptance"),
        ("services", "0007_history"),
        ("audit", "0003_readings_history_seals"),
    ]

    operations = [
        migrations.RunSQL(guard_sql.STANDS, guard_sql.FALLS),
        AsAuthz(guard_sql.FUNCTIONS, guard_sql.FORGET),
        Protect(
            "referrals_referral",
            Rules(
                read=ENVELOPE,
                add=f"entered_by_id = {MINE} AND made_by = {WORKER} AND {MADE} AND {SEEN}"
                f" AND {permitted('referrals_referral.person_id', Category.IDENTITY.value)}",
                change=ENVELOPE,
                worker_reads=DUE,
                report=SOMEBODY,
                report_columns=[
                    "id",
                    "person_id",
                    "from_agency_id",
                    "to_agency_id",
                    "kind_id",
                    "category",
                    "offer",
                    "is_urgent",
                    "status",
                    "hold",
                    "channel",
                    "made_at",
                    "sent_at",
                    "due_at",
                    "closed_at",
                    "parent_id",
                ],
            ),
        ),
        Protect("referrals_referralmatter", Rules(MATTER, OWN_MATTER, OWN_MATTER)),
        Protect(
            "referrals_referralmove",
            Rules(
                MOVE,
                f"agency_id = {MINE} AND worker = {WORKER} AND {MOVE}",
                report=SOMEBODY,
                report_columns=[
                    "id",
                    "referral_id",
                    "verb",
                    "from_status",
                    "to_status",
                    "by_side",
                    "at",
                    "reason",
                    "next_step",
                    "is_apart",
                ],
            ),
        ),
        Protect(
            "referrals_outcome",
            Rules(
                OUTCOME,
                OUTCOME,
                OUTCOME,
                report=f"NOT {SUPERVISES}",
                report_columns=[
                    "referral_id",
                    "status",
                    "came",
                    "received",
                    "reason",
                    "service_id",
                    "ended_at",
                ],
            ),
        ),
        Protect("referrals_numbering", by_agency()),
        migrations.RunSQL(APART, TOGETHER),
    ]
