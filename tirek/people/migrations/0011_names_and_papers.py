"""What a source said of a name (of which kind, since when, told by whom), and identity papers with their sealed numbers."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from tirek.audit.history import KeepHistory
from tirek.gate.categories import Category
from tirek.gate.rls import AsAuthz, Protect, by_person
from tirek.people import erasing

RECORD = "ALTER TABLE people_personrecord ALTER COLUMN"
# The columns say by themselves what most sources say: a name of today, told by nobody else. Statements that know nothing of them go on.
DEFAULTS = f"{RECORD} told_by SET DEFAULT ''; {RECORD} name_kind SET DEFAULT 'current'; {RECORD} is_name_only SET DEFAULT false"
NO_DEFAULTS = "; ".join(f"{RECORD} {name} DROP DEFAULT" for name in ("told_by", "name_kind", "is_name_only"))


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0010_search_in_one_journey"),
        ("agencies", "0001_agencies"),
        ("gate", "0006_access_log"),
    ]

    operations = [
        migrations.AddField(
            "personrecord", "told_by", models.CharField(blank=True, default="", max_length=120)
        ),
        migrations.AddField("personrecord", "told_on", models.DateField(blank=True, null=True)),
        migrations.AddField(
            "personrecord",
            "name_kind",
            models.CharField(
                choices=[
                    ("current", "the name now"),
                    ("former", "a former name"),
                    ("maiden", "the name before marriage"),
                    ("script", "the name in another script"),
                    ("alias", "another name the person goes by"),
                ],
                default="current",
                max_length=10,
            ),
        ),
        migrations.AddField("personrecord", "name_from_on", models.DateField(blank=True, null=True)),
        migrations.AddField("personrecord", "name_to_on", models.DateField(blank=True, null=True)),
        migrations.AddField("personrecord", "is_name_only", models.BooleanField(default=False)),
        migrations.AlterField("personrecord", "told_by", models.CharField(blank=True, max_length=120)),
        migrations.RunSQL(DEFAULTS, NO_DEFAULTS),
        migrations.CreateModel(
            name="PaperKind",
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
                ("code", models.SlugField(max_length=30, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={"ordering": ["position"]},
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "at hand"),
                            ("lost", "lost"),
                            ("in_work", "being restored"),
                            ("replaced", "replaced by another"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                ("sealed_number", models.UUIDField(blank=True, null=True)),
                ("issued_by", models.CharField(blank=True, max_length=120)),
                ("issued_on", models.DateField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=20)),
                ("told_by", models.CharField(blank=True, max_length=120)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("entered_by", models.UUIDField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.paperkind"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="people.person"
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="people.personrecord",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(expires_on__isnull=True)
                        | models.Q(issued_on__isnull=True)
                        | models.Q(expires_on__gte=models.F("issued_on")),
                        name="paper_expires_after_its_issue",
                    )
                ]
            },
        ),
        Protect("people_paper", by_person("people_paper", Category.IDENTITY.value, agency="agency_id")),
        KeepHistory("people_paper", category=Category.IDENTITY.value),
        AsAuthz(erasing.FUNCTION, ""),
    ]
