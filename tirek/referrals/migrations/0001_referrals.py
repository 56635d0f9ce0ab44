"""The envelope of a referral, its sender's side, its history, its outcome, and the numbers agencies give."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_signatures_are_ones_own"),
        ("people", "0012_kinds_of_papers"),
        ("services", "0007_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(null=True)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                (
                    "category",
                    models.SmallIntegerField(
                        choices=[(3, "needs, plan and services"), (5, "health")], default=3
                    ),
                ),
                ("offer", models.UUIDField(null=True)),
                ("initials", models.CharField(max_length=60)),
                ("age", models.PositiveSmallIntegerField(null=True)),
                ("asked_for", models.CharField(max_length=500)),
                ("is_urgent", models.BooleanField(default=False)),
                ("days_to_answer", models.PositiveSmallIntegerField(null=True)),
                ("hours_to_answer", models.PositiveSmallIntegerField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("requested", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("rejected", "refused"),
                            ("on-hold", "on hold"),
                            ("cancelled", "cancelled"),
                            ("entered-in-error", "entered in error"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                (
                    "hold",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("question", "a question to the sender"),
                            ("waiting", "on the waiting list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("online", "in the program"),
                            ("link", "by a one-time link"),
                            ("paper", "by a letter on paper"),
                            ("slip", "the person carries the slip"),
                            ("phone", "by phone"),
                        ],
                        default="online",
                        max_length=10,
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=160)),
                ("paper_number", models.CharField(blank=True, max_length=40)),
                ("paper_on", models.DateField(null=True)),
                ("officer", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by", models.UUIDField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("left_to_answer", models.PositiveIntegerField(null=True)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("accepted_by", models.CharField(blank=True, max_length=120)),
                ("appointment_at", models.DateTimeField(null=True)),
                ("waits_until", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("escalate_to", models.UUIDField(null=True)),
                ("escalated_at", models.DateTimeField(null=True)),
                ("consent", models.UUIDField(null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "from_agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.servicekind",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="referrals.referral",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="people.person",
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "referral",
            },
        ),
        migrations.CreateModel(
            name="ReferralMatter",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="matter",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                ("need", models.UUIDField(null=True)),
                (
                    "wish_of",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "the person"),
                            ("officer", "the probation officer"),
                            ("agency", "our agency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="ReferralMove",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("version", models.PositiveIntegerField()),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("send", "sent"),
                            ("register", "registered from paper or by phone"),
                            ("accept", "accepted"),
                            ("ask", "asked a question"),
                            ("answer", "answered the question"),
                            ("refuse", "refused"),
                            ("agree", "agreed to the refusal"),
                            ("give_back", "returned the refusal"),
                            ("wait", "put on the waiting list"),
                            ("start", "help has begun"),
                            ("complete", "completed"),
                            ("fail", "did not come about"),
                            ("withdraw", "withdrawn"),
                            ("stop", "stopped: the consent is withdrawn"),
                            ("expire", "ran out without an answer"),
                            ("mistake", "entered in error"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "from_status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("requested", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("rejected", "refused"),
                            ("on-hold", "on hold"),
                            ("in-progress", "in work"),
                            ("completed", "completed"),
                            ("failed", "did not come about"),
                            ("cancelled", "cancelled"),
                            ("entered-in-error", "entered in error"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "to_status",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("requested", "waits for an answer"),
                            ("accepted", "accepted"),
                            ("rejected", "refused"),
                            ("on-hold", "on hold"),
                            ("in-progress", "in work"),
                            ("completed", "completed"),
                            ("failed", "did not come about"),
                            ("cancelled", "cancelled"),
                            ("entered-in-error", "entered in error"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "by_side",
                    models.CharField(
                        choices=[
                            ("client", "the person"),
                            ("provider", "the organisation asked"),
                            ("sender", "the organisation that asks"),
                            ("system", "the program"),
                        ],
                        max_length=10,
                    ),
                ),
                ("worker", models.UUIDField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.CharField(blank=True, max_length=120)),
                (
                    "next_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agency", "another organisation"),
                            ("waiting", "the waiting list"),
                            ("papers", "first the papers, then again"),
                            ("later", "again on a later day"),
                            ("talk", "a talk with the sender about the need"),
                            ("other", "something else, written below"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("is_apart", models.BooleanField(default=False)),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "next_agency",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="referrals.referral",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "version"],
            },
        ),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "year"), name="numbering_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "referral",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="outcome",
                        serialize=False,
                        to="referrals.referral",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("in-progress", "in work"),
                            ("completed", "completed"),
                            ("failed", "did not come about"),
                        ],
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("came", models.BooleanField(null=True)),
                ("received", models.BooleanField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_show", "did not come"),
                            ("declined", "the person does not want it now"),
                            ("lost", "contact is lost"),
                            ("unsuitable", "it did not suit"),
                            ("no_means", "there were no means or places"),
                            ("no_need", "the need is no more"),
                            ("elsewhere", "helped elsewhere"),
                            ("mistake", "sent by mistake"),
                            ("consent", "the consent is withdrawn"),
                            ("silence", "nobody answered in time"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "service",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="services.service",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(
                        ("status", "requested"),
                        models.Q(("hold", "question"), ("status", "on-hold")),
                        _connector="OR",
                    ),
                ),
                fields=["to_agency", "due_at", "id"],
                name="referral_asked_of",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(
                        ("status", "accepted"),
                        models.Q(("hold", "waiting"), ("status", "on-hold")),
                        _connector="OR",
                    ),
                ),
                fields=["to_agency", "due_at", "id"],
                name="referral_works_for",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(
                        ("status", "requested"),
                        models.Q(("hold", "question"), ("status", "on-hold")),
                        _connector="OR",
                    ),
                ),
                fields=["from_agency", "due_at", "id"],
                name="referral_asked_by",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    models.Q(
                        ("status", "accepted"),
                        models.Q(("hold", "waiting"), ("status", "on-hold")),
                        _connector="OR",
                    ),
                ),
                fields=["from_agency", "due_at", "id"],
                name="referral_works_by",
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["to_agency", "-changed_at", "-id"], name="referral_received"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["from_agency", "-changed_at", "-id"], name="referral_sent"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["due_at"], name="referral_due"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                condition=models.Q(("consent__isnull", False)), fields=["consent"], name="referral_consent"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                fields=("from_agency", "year", "number"), name="referral_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "requested",
                            "accepted",
                            "rejected",
                            "on-hold",
                            "cancelled",
                            "entered-in-error",
                        ],
                    )
                ),
                name="referral_status_is_shared",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_agency", models.F("to_agency")), _negated=True),
                name="referral_goes_to_another_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_by", models.F("from_agency")),
                    ("entered_by", models.F("to_agency")),
                    _connector="OR",
                ),
                name="referral_is_entered_by_a_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "on-hold"), models.Q(("hold", ""), _negated=True)),
                    models.Q(models.Q(("status", "on-hold"), _negated=True), ("hold", "")),
                    _connector="OR",
                ),
                name="referral_rests_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "draft"),
                    ("closed_at__isnull", False),
                    ("due_at__isnull", False),
                    _connector="OR",
                ),
                name="referral_open_has_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["cancelled", "entered-in-error"]), _negated=True),
                    ("closed_at__isnull", False),
                    _connector="OR",
                ),
                name="referral_over_is_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralmove",
            constraint=models.UniqueConstraint(
                fields=("referral", "is_apart", "version"), name="referral_moves_once_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="referralmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "refuse"), _negated=True),
                    models.Q(
                        models.Q(("reason", ""), _negated=True), models.Q(("next_step", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="refusal_has_a_reason_and_a_next_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="referralmove",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_apart", True),
                    models.Q(("verb__in", ["start", "complete", "fail"]), _negated=True),
                    _connector="OR",
                ),
                name="what_tells_of_a_visit_stands_apart",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True), ("received__isnull", True), ("status", "in-progress")
                    ),
                    models.Q(
                        ("ended_at__isnull", False), ("received__isnull", False), ("status", "completed")
                    ),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("received", False),
                        ("status", "failed"),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outcome_says_what_was_received",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("service__isnull", True), ("received", True), _connector="OR"),
                name="outcome_service_was_received",
            ),
        ),
    ]
