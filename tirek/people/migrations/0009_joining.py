"""Joins and splits of people, pairs kept apart, requests between agencies, and the queue of possible pairs."""

import uuid

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, Protect, Rules, by_agency, permitted
from tirek.people import erasing, joining_sql

IDENTITY = Category.IDENTITY.value
ONE, OTHER = (permitted(f"people_pairdecision.{name}_id", IDENTITY) for name in ("one", "other"))
AGREED = "EXISTS (SELECT FROM people_joinrequest AS said WHERE said.id = people_pairdecision.asked)"
ASKING = permitted("people_joinrequest.one_id", IDENTITY)
WAITS = f"agency_id = {MINE} AND {permitted('people_possiblepair.person_id', IDENTITY)}"
ERASE = erasing.FUNCTION.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_history_of_deeds"),
        ("agencies", "0006_signatures_are_ones_own"),
        ("people", "0008_when_people_came"),
    ]

    operations = [
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("why", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("asked_by", models.UUIDField()),
                ("is_alone", models.BooleanField(default=False)),
                ("effective_at", models.DateTimeField(null=True)),
                ("review_due_on", models.DateField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("agreed", "agreed: records joined"),
                            ("declined", "another person"),
                            ("withdrawn", "taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="PairDecision",
            fields=[
                ("bits", models.FloatField(blank=True, null=True)),
                ("reasons", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decided_by", models.UUIDField()),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("same", "one person: records joined"), ("apart", "never one person")],
                        max_length=5,
                    ),
                ),
                ("asked", models.UUIDField(null=True)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="PairSearch",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.agency",
                    ),
                ),
                ("searched_to", models.DateTimeField()),
                ("last_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PossiblePair",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("other_id", models.UUIDField(db_index=True)),
                ("is_elsewhere", models.BooleanField(default=False)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("batch", "search through the registry"),
                            ("import", "import"),
                            ("intake", "intake"),
                            ("notice", "notice"),
                        ],
                        max_length=6,
                    ),
                ),
                ("source_id", models.UUIDField(null=True)),
                ("outcome", models.CharField(max_length=5)),
                ("bits", models.FloatField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("put_off_until", models.DateField(null=True)),
                (
                    "decided",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("joined", "joined"),
                            ("apart", "never one person"),
                            ("asked", "asked the other organisation"),
                        ],
                        max_length=6,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="person",
            name="person_list",
        ),
        migrations.AddField(
            model_name="person",
            name="head",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("head__isnull", True)),
                fields=["registered_by", "sort_key", "id"],
                name="person_list",
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="joinrequest",
            name="other_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="pairdecision",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="pairdecision",
            name="one",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="pairdecision",
            name="other",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="pairdecision",
            name="other_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="possiblepair",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="possiblepair",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="joinrequest",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("one", "other"),
                django.db.models.functions.comparison.Greatest("one", "other"),
                condition=models.Q(("answer", "waiting")),
                name="join_is_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("outcome", "same")),
                fields=("other",),
                name="joined_into_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairdecision",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("one", "other"),
                django.db.models.functions.comparison.Greatest("one", "other"),
                condition=models.Q(("ended_at__isnull", True), ("outcome", "apart")),
                name="kept_apart_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("one", models.F("other")), _negated=True), name="two_records"
            ),
        ),
        migrations.AddIndex(
            model_name="possiblepair",
            index=models.Index(
                condition=models.Q(("decided", "")), fields=["agency", "found_at"], name="pair_waits"
            ),
        ),
        migrations.AddConstraint(
            model_name="possiblepair",
            constraint=models.UniqueConstraint(
                fields=("agency", "person", "other_id"), name="pair_waits_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="possiblepair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_elsewhere", False),
                    models.Q(("bits__isnull", True), ("reasons", [])),
                    _connector="OR",
                ),
                name="nothing_of_elsewhere",
            ),
        ),
        migrations.AddIndex(
            model_name="joinrequest",
            index=models.Index(
                condition=models.Q(("answer", "waiting")), fields=["asked_at"], name="join_request_waits"
            ),
        ),
        migrations.AddIndex(
            model_name="joinrequest",
            index=models.Index(
                condition=models.Q(("answer", "agreed"), ("is_alone", True), ("reviewed_at__isnull", True)),
                fields=["other_agency", "answered_at"],
                name="join_request_unreviewed",
            ),
        ),
        AsAuthz(joining_sql.FUNCTIONS + ERASE, joining_sql.FORGET),
        migrations.RunSQL(joining_sql.TRIGGERS, joining_sql.NO_TRIGGERS),
        Protect(
            "people_pairdecision",
            Rules(read=f"agency_id = {MINE} AND {ONE} OR other_agency_id = {MINE} AND {OTHER} OR {AGREED}"),
        ),
        Protect(
            "people_joinrequest",
            Rules(
                read=f"agency_id = {MINE} AND {ASKING}"
                f" OR other_agency_id = {MINE} AND {IDENTITY} = ANY ((SELECT authz.categories())::smallint[])"
            ),
        ),
        Protect("people_possiblepair", Rules(WAITS, WAITS, WAITS, WAITS)),
        Protect("people_pairsearch", by_agency()),
    ]
