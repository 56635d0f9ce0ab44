"""Terms that stand on paper, one door to withdrawal, health told to nobody else, deeds of two people, erasure and notices."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from tirek.access import consent_sql, settling_sql
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, MoveRows, Protect, Rules, permitted

IDENTITY = Category.IDENTITY.value
WORKER = "(SELECT authz.worker())"
SEES_HEALTH = "5 = ANY ((SELECT authz.categories())::smallint[])"


def here(table: str) -> str:
    """The agency that registered the person."""
    return permitted(f"{table}.person_id", IDENTITY, own=True)


def held(role: str) -> str:
    """Whether the worker holds a role."""
    return f"(SELECT EXISTS (SELECT FROM agencies_workerrole r WHERE r.worker_id = authz.worker() AND r.code = '{role}'))"  # noqa: S608


OPERATOR = f"operator_id = {MINE} AND {here('access_consent')}"
RECEIVER = (
    f"receiver_id = {MINE} AND received_at IS NOT NULL AND {permitted('access_consent.person_id', IDENTITY)}"
)
NOT_SECRET = f"(NOT is_health OR {SEES_HEALTH})"
HOLDER = (
    f"holder_id = {MINE} AND {here('access_accessrequest')} AND (purpose <> 'treatment' OR {SEES_HEALTH})"
)
TOLD = f"agency_id = {MINE} AND {NOT_SECRET}"
EMERGENCY = (
    f"(agency_id = {MINE} OR holder_id = {MINE} OR (is_alone AND {held('coordinator')}))"
    f" AND (category <> 5 OR {SEES_HEALTH} OR opened_by = {WORKER} OR {held('agency_admin')} OR {held('coordinator')})"
)
ERASED_HERE = f"agency_id = {MINE}"
POLICIES = f"""
ALTER POLICY read ON access_consent USING ((({OPERATOR}) OR ({RECEIVER})) AND {NOT_SECRET});
ALTER POLICY add ON access_consent WITH CHECK ({OPERATOR} AND {NOT_SECRET});
ALTER POLICY change ON access_consent USING ({OPERATOR} AND {NOT_SECRET}) WITH CHECK ({OPERATOR} AND {NOT_SECRET});
ALTER POLICY read ON access_accessrequest USING ({HOLDER});
ALTER POLICY change ON access_accessrequest USING ({HOLDER}) WITH CHECK ({HOLDER});
ALTER POLICY read ON access_emergency USING ({EMERGENCY});
ALTER POLICY read ON gate_permit USING (principal = ANY ((SELECT authz.holders())::uuid[])
    AND (category <> 5 OR {SEES_HEALTH}));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_history"),
        ("agencies", "0006_signatures_are_ones_own"),
        ("gate", "0004_sealed"),
        ("people", "0003_erasure"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErasureRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[("wish", "the person asks for it"), ("term", "the term of keeping is over")],
                        max_length=10,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=300)),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("proposed_by", models.UUIDField()),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("emergency", "Opened in an emergency"),
                            ("tell_person", "Tell the person that the data were opened in an emergency"),
                            ("withdrawn", "Consent withdrawn at another organisation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("is_health", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("due_on", models.DateField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="consent",
            name="consent_received_is_signed",
        ),
        migrations.AddField(
            model_name="consent",
            name="paper",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="consent",
            name="paper_failed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="consent",
            name="printed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="consent",
            name="replaced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="consent",
            name="replaces",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="consent",
            name="signed_how",
            field=models.CharField(
                blank=True, choices=[("paper", "on paper"), ("screen", "on the screen")], max_length=6
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="version",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="emergency",
            name="is_alone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="protection",
            name="closed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("received_at__isnull", True),
                    models.Q(
                        ("received_at__isnull", False),
                        ("received_by__isnull", False),
                        ("signed_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="consent_received_is_signed",
            ),
        ),
        migrations.AddField(
            model_name="erasurerequest",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="at_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True), ("done_at__isnull", True)),
                fields=("person_id",),
                name="erasure_is_asked_once",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["agency", "made_at"],
                name="notice_waits",
            ),
        ),
        AsAuthz(consent_sql.FORWARDS, migrations.RunSQL.noop),
        AsAuthz(settling_sql.FORWARDS, migrations.RunSQL.noop),
        migrations.RunSQL(consent_sql.STANDS, migrations.RunSQL.noop),
        migrations.RunSQL(settling_sql.TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(POLICIES, migrations.RunSQL.noop),
        # What waited for a second worker before waits for nobody now: it is to be entered anew, with an approval of its own.
        MoveRows(
            "SELECT count(*) FROM access_protection WHERE approved_at IS NULL",
            "UPDATE access_protection SET closed_at = now() WHERE approved_at IS NULL",
        ),
        MoveRows(
            "SELECT count(*) FROM access_legalrequest WHERE decision = 'waiting'",
            "UPDATE access_legalrequest SET decision = 'refused', decided_at = now() WHERE decision = 'waiting'",
        ),
        Protect("access_notice", Rules(TOLD, change=TOLD)),
        Protect(
            "access_erasurerequest",
            Rules(
                ERASED_HERE,
                f"proposed_by = {WORKER} AND done_at IS NULL AND {ERASED_HERE} AND {here('access_erasurerequest')}",
            ),
        ),
    ]
