"""The access log, the row history and the seals: who writes them, who reads them."""

from django.db import migrations

from tirek.audit import history, leaves_sql
from tirek.audit.history import KeepHistory
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, Protect, Rules, permitted
from tirek.gate.sql import reading

OVERSEES = (
    "(SELECT EXISTS (SELECT FROM agencies_workerrole r WHERE r.worker_id = authz.worker()"
    " AND r.code IN ('auditor', 'agency_admin')))"
)
IDENTITY = Category.IDENTITY.value
IN_OWN_NAME = f"worker_id = (SELECT authz.worker()) AND agency_id = {MINE}"
READ = f"(agency_id = {MINE} AND {OVERSEES}) OR {permitted('audit_reading.person_id', IDENTITY)}"
OF_PERSON = permitted("audit_formerrow.person_id", IDENTITY)
FORMER = (
    f"CASE WHEN person_id IS NULL THEN agency_id = {MINE}"
    f" WHEN category IS NULL THEN agency_id = {MINE} AND {OF_PERSON}"
    f" ELSE {OF_PERSON} AND {permitted('audit_formerrow.person_id', 'audit_formerrow.category')} END"
)


class Migration(migrations.Migration):
    dependencies = [
        ("gate", "0005_entrance"),
        ("audit", "0003_readings_history_seals"),
        ("agencies", "0004_row_security"),
    ]

    operations = [
        AsAuthz(reading.GROUND, reading.FORGET_GROUND),
        AsAuthz(history.KEEP, history.FORGET_KEEP),
        AsAuthz(leaves_sql.LEAVES, leaves_sql.FORGET_LEAVES),
        Protect("audit_reading", Rules(read=READ, add=IN_OWN_NAME)),
        Protect("audit_formerrow", Rules(read=FORMER)),
        Protect("audit_seal", Rules(read=f"{MINE} IS NOT NULL", worker_reads="true")),
        KeepHistory("gate_sealedvalue", category="former.category", only="former.person_id IS NOT NULL"),
    ]
