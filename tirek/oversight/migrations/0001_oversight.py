"""Findings and questions, who sees them, and the function that finds without telling names."""

import uuid

from django.db import migrations, models

from tirek.audit.history import KeepHistory
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, Protect, Rules, permitted
from tirek.oversight import looking_sql

OVERSEES = (
    "(SELECT EXISTS (SELECT FROM agencies_workerrole r WHERE r.worker_id = authz.worker()"
    " AND r.code IN ('auditor', 'agency_admin')))"
)
OF_PERSON = permitted("oversight_question.person_id", Category.IDENTITY.value)
FOUND = f"agency_id = {MINE} AND {OVERSEES}"
JUDGED = f"{FOUND} AND worker_id <> (SELECT authz.worker())"
ASKED_OF_US = f"reader_agency_id = {MINE} AND {OVERSEES}"
ANSWERED = f"{ASKED_OF_US} AND reader_id <> (SELECT authz.worker())"
IN_OWN_NAME = (
    f"agency_id = {MINE} AND asked_by = (SELECT authz.worker()) AND answered_at IS NULL AND {OF_PERSON}"
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("gate", "0006_access_log"),
        ("people", "0005_history"),
        ("cases", "0007_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField(db_index=True)),
                ("reading_id", models.BigIntegerField(unique=True)),
                ("reader_id", models.UUIDField()),
                ("reader_agency_id", models.UUIDField(db_index=True)),
                ("agency_id", models.UUIDField()),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same_surname", "opened somebody of the same surname"),
                            ("no_open_case", "opened somebody without an open case"),
                            ("at_night", "opened people at night"),
                            ("many_searches", "searched very often"),
                            ("nothing_done", "opened people and did nothing for them"),
                        ],
                        max_length=20,
                    ),
                ),
                ("worker_id", models.UUIDField()),
                ("agency_id", models.UUIDField()),
                ("person_id", models.UUIDField(null=True)),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("found_at", models.DateTimeField()),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "waits for a review"),
                            ("explained", "explained by the work"),
                            ("misuse", "looked without a reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "-found_at"], name="finding_agency")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("worker_id", "day", "kind", "person_id"),
                        name="found_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_at__isnull", True), ("reviewed_by__isnull", True), ("verdict", "")
                            ),
                            models.Q(
                                models.Q(("verdict", ""), _negated=True),
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="finding_reviewed_by_somebody",
                    ),
                ],
            },
        ),
        AsAuthz(looking_sql.FUNCTIONS, looking_sql.FORGET),
        migrations.RunSQL(looking_sql.ON_ERASURE, looking_sql.NOT_ON_ERASURE),
        Protect("oversight_finding", Rules(read=FOUND, change=JUDGED)),
        Protect(
            "oversight_question", Rules(f"({ASKED_OF_US}) OR {OF_PERSON}", add=IN_OWN_NAME, change=ANSWERED)
        ),
        KeepHistory("oversight_question"),
    ]
