"""Needs by the law's kinds of help, what blocks what, and the individual plan with its versions."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0006_signatures_are_ones_own"),
        ("cases", "0007_history"),
        ("people", "0012_kinds_of_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_ru", models.CharField(max_length=200)),
                ("name_kk", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("code", models.SlugField(max_length=40, unique=True)),
                (
                    "category",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "needs, plan and services"), (5, "health")], default=3
                    ),
                ),
                ("icon", models.CharField(max_length=40)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("law", "law on probation, article 6(1)"),
                            ("report", "report of the pilot of 2017"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "category",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "needs, plan and services"), (5, "health")], default=3
                    ),
                ),
                ("text", models.CharField(max_length=300)),
                (
                    "wish_of",
                    models.CharField(
                        choices=[
                            ("person", "the person"),
                            ("officer", "the probation officer"),
                            ("agency", "our agency"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        choices=[
                            ("said", "the person says so"),
                            ("paper", "a paper was seen"),
                            ("visit", "seen on a visit"),
                            ("agency", "another organisation says so"),
                            ("assessment", "an assessment"),
                        ],
                        default="said",
                        max_length=12,
                    ),
                ),
                ("evidence_text", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not begun"),
                            ("in_work", "in work"),
                            ("met", "met"),
                            ("declined", "declined for now"),
                            ("lapsed", "no longer needed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("noted_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                ("noted_by", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.helpkind"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="needs", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "need",
            },
        ),
        migrations.CreateModel(
            name="NeedBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "blocked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="waits_for", to="cases.need"
                    ),
                ),
                (
                    "blocker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds_up", to="cases.need"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("opened_on", models.DateField()),
                ("paused_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closed_why", models.CharField(blank=True, max_length=300)),
                ("review_on", models.DateField()),
                ("contact_on", models.DateField()),
                ("silent_after_days", models.PositiveSmallIntegerField(default=7)),
                ("silent_from", models.DateField()),
                ("led_by", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "plan",
            },
        ),
        migrations.CreateModel(
            name="PlanReview",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("reviewed_on", models.DateField()),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("on_track", "it goes as agreed"),
                            ("slow", "it goes slower than agreed"),
                            ("change", "the plan has to change"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("next_on", models.DateField()),
                ("reviewed_by", models.UUIDField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="cases.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "category",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "needs, plan and services"), (5, "health")], default=3
                    ),
                ),
                ("language", models.CharField(choices=[("ru", "Russian"), ("kk", "Kazakh")], max_length=2)),
                ("ordered_at", models.DateTimeField()),
                ("ordered_by", models.UUIDField()),
                ("paper", models.UUIDField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("why", models.CharField(blank=True, max_length=300)),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("approved_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("approved_by", models.UUIDField(blank=True, editable=False, null=True)),
                ("is_alone", models.BooleanField(default=False)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                (
                    "agreed_how",
                    models.CharField(
                        blank=True,
                        choices=[("signed", "signed the sheet"), ("said", "agreed in words")],
                        max_length=10,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="cases.plan"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "category",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "needs, plan and services"), (5, "health")], default=3
                    ),
                ),
                ("line", models.UUIDField(default=uuid.uuid4)),
                ("goal", models.UUIDField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "the person"),
                            ("agency", "our organisation"),
                            ("other", "another organisation"),
                        ],
                        max_length=10,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
                ("done_by", models.UUIDField(blank=True, null=True)),
                ("is_standing", models.BooleanField(default=False, editable=False)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.need",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="cases.planversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanLeft",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "category",
                    models.PositiveSmallIntegerField(
                        choices=[(3, "needs, plan and services"), (5, "health")], default=3
                    ),
                ),
                ("line", models.UUIDField()),
                ("goal", models.UUIDField(blank=True, null=True)),
                ("text", models.CharField(max_length=300)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("not_wanted", "the person does not want it any more"),
                            ("not_needed", "it is no longer needed"),
                            ("not_possible", "it is not possible here"),
                            ("instead", "something else takes its place"),
                            ("mistake", "written by mistake"),
                        ],
                        max_length=12,
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="left",
                        to="cases.planversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", [3, 5])), name="need_is_social_or_health"
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("state__in", ["open", "in_work"])),
                    models.Q(("ended_on__isnull", False), ("state__in", ["met", "declined", "lapsed"])),
                    _connector="OR",
                ),
                name="need_ended_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["declined", "lapsed"]), _negated=True),
                    models.Q(("ended_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="need_not_met_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="needblock",
            constraint=models.UniqueConstraint(fields=("blocked", "blocker"), name="need_block_once"),
        ),
        migrations.AddConstraint(
            model_name="needblock",
            constraint=models.CheckConstraint(
                condition=models.Q(("blocked", models.F("blocker")), _negated=True),
                name="need_blocks_another",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True), ("paused_on__isnull", True)),
                fields=["agency", "review_on"],
                name="plan_reviews_due",
            ),
        ),
        migrations.AddIndex(
            model_name="plan",
            index=models.Index(
                condition=models.Q(("closed_on__isnull", True), ("paused_on__isnull", True)),
                fields=["agency", "silent_from"],
                name="plan_silent",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("person", "agency"),
                name="plan_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="plansheet",
            constraint=models.UniqueConstraint(
                fields=("person", "agency", "language", "category"), name="plan_sheet_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("approved_at__isnull", True)), fields=("plan",), name="plan_has_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_at__isnull", True),
                    models.Q(
                        ("agreed_on__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("agreed_how", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="plan_approved_by_both",
            ),
        ),
        migrations.AddIndex(
            model_name="planline",
            index=models.Index(
                condition=models.Q(("done_on__isnull", True), ("goal__isnull", False), ("is_standing", True)),
                fields=["agency", "due_on"],
                name="plan_steps_due",
            ),
        ),
        migrations.AddIndex(
            model_name="planline",
            index=models.Index(fields=["person", "version"], name="plan_lines_of_person"),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.UniqueConstraint(fields=("version", "line"), name="plan_line_once"),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", [3, 5])), name="plan_line_social_or_health"
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", True), ("goal__isnull", True), ("side", "")),
                    models.Q(
                        ("due_on__isnull", False),
                        ("goal__isnull", False),
                        ("side__in", ["person", "agency", "other"]),
                    ),
                    _connector="OR",
                ),
                name="plan_step_has_day_and_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("side", "other"), _negated=True), ("partner__isnull", False), _connector="OR"
                ),
                name="plan_step_names_the_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="planleft",
            constraint=models.UniqueConstraint(fields=("version", "line"), name="plan_left_once"),
        ),
        migrations.AddConstraint(
            model_name="planleft",
            constraint=models.CheckConstraint(
                condition=models.Q(("why", ""), _negated=True), name="plan_left_says_why"
            ),
        ),
    ]
