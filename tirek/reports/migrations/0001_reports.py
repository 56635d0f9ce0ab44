"""Explanations, written sections, frozen versions, drawn charts and kept figures."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0001_stored_file"),
        ("grants", "0002_state_form"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChartSnapshot",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=300)),
                ("spec", models.JSONField()),
                ("svg", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("drawn_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="KeptFigures",
            fields=[
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="grants.grant",
                    ),
                ),
                ("values", models.JSONField()),
                ("journal_id", models.BigIntegerField()),
                ("day", models.DateField()),
                ("counted_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReportSection",
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
                ("code", models.SlugField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=12)),
                ("hint_ru", models.CharField(blank=True, max_length=300)),
                ("hint_kk", models.CharField(blank=True, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="report_section_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Explanation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("key", models.CharField(max_length=120)),
                ("text_ru", models.TextField()),
                ("text_kk", models.TextField()),
                (
                    "uses",
                    models.CharField(
                        blank=True,
                        choices=[("counted", "the counted figure"), ("declared", "the declared figure")],
                        max_length=10,
                    ),
                ),
                ("plan", models.IntegerField(null=True)),
                ("fact", models.IntegerField(null=True)),
                ("written_at", models.DateTimeField(auto_now=True)),
                ("written_by", models.UUIDField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_by", models.UUIDField(blank=True, null=True)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="explanations",
                        to="grants.grant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "key"), name="explanation_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="explanation_approved_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Narrative",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("section", models.SlugField(max_length=40)),
                ("text_ru", models.TextField(blank=True)),
                ("text_kk", models.TextField(blank=True)),
                ("written_at", models.DateTimeField(auto_now=True)),
                ("written_by", models.UUIDField()),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="narratives",
                        to="grants.grant",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("grant", "section"), name="narrative_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("building", "being built"),
                            ("ready", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("final", models.BooleanField(default=False)),
                ("figures", models.JSONField(default=dict)),
                ("content", models.JSONField(default=dict)),
                ("charts", models.JSONField(default=dict)),
                ("requested_at", models.DateTimeField(auto_now_add=True)),
                ("requested_by", models.UUIDField()),
                ("author", models.CharField(blank=True, max_length=200)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("built_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_versions",
                        to="grants.grant",
                    ),
                ),
                (
                    "pdf_kk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "pdf_ru",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "word_kk",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "word_ru",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("grant", "number"), name="report_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True),
                            models.Q(
                                ("built_at__isnull", False),
                                ("pdf_kk__isnull", False),
                                ("pdf_ru__isnull", False),
                                ("word_kk__isnull", False),
                                ("word_ru__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_ready_has_documents",
                    ),
                ],
            },
        ),
    ]
