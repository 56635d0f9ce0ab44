"""The access log, the row history, the seals over both and over the journal."""

import django.contrib.postgres.indexes
from django.db import migrations, models

import tirek.audit.models
from tirek.audit import history

APPEND_ONLY = """
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_reading
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
REVOKE UPDATE, DELETE ON audit_reading FROM tirek_app, tirek_worker;
REVOKE INSERT, UPDATE, DELETE ON audit_formerrow, audit_seal FROM tirek_app, tirek_worker;
"""
ALLOW = """
DROP TRIGGER audit_append_only ON audit_seal;
DROP TRIGGER audit_append_only ON audit_reading;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_id", models.UUIDField(null=True)),
                ("agency_id", models.UUIDField(null=True)),
                ("table", models.CharField(max_length=63)),
                ("row_id", models.CharField(max_length=40)),
                ("person_id", models.UUIDField(null=True)),
                ("category", models.SmallIntegerField(null=True)),
                (
                    "change",
                    models.CharField(choices=[("update", "changed"), ("delete", "deleted")], max_length=6),
                ),
                ("former", models.JSONField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("digest", models.BinaryField()),
                (
                    "xact",
                    models.BigIntegerField(db_default=tirek.audit.models.ThisTransaction(), editable=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("worker_id", models.UUIDField()),
                ("agency_id", models.UUIDField()),
                ("person_id", models.UUIDField(null=True)),
                ("category", models.SmallIntegerField(null=True)),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("open", "opened"),
                            ("search", "searched"),
                            ("export", "took out as a file"),
                            ("print", "printed"),
                            ("api", "read by another program"),
                            ("emergency", "opened in an emergency"),
                            ("denied", "was refused"),
                            ("reveal", "had the IIN shown"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("help", "to help"),
                            ("recognise", "to see whether the person is known"),
                            ("correct", "to correct the record"),
                            ("consent", "consent and access"),
                            ("report", "figures of a report"),
                            ("import", "to take a list in"),
                            ("law", "request by law"),
                            ("emergency", "emergency"),
                            ("oversight", "to see who looked"),
                        ],
                        max_length=20,
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=10)),
                ("rows", models.PositiveIntegerField()),
                ("request", models.CharField(blank=True, max_length=60)),
                (
                    "xact",
                    models.BigIntegerField(db_default=tirek.audit.models.ThisTransaction(), editable=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("sealed_at", models.DateTimeField()),
                ("era", models.PositiveSmallIntegerField()),
                ("above", models.JSONField()),
                ("since_xact", models.BigIntegerField()),
                ("until_xact", models.BigIntegerField()),
                ("leaves", models.BinaryField()),
                ("root", models.BinaryField()),
                ("former_head", models.BinaryField()),
                ("head", models.BinaryField()),
                ("key", models.PositiveSmallIntegerField()),
                ("signature", models.BinaryField()),
            ],
        ),
        migrations.AddField(
            model_name="journalentry",
            name="xact",
            field=models.BigIntegerField(db_default=tirek.audit.models.ThisTransaction(), editable=False),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["xact"], name="journal_xact"),
        ),
        migrations.AddIndex(
            model_name="formerrow",
            index=models.Index(fields=["person_id", "-id"], name="former_person"),
        ),
        migrations.AddIndex(
            model_name="formerrow",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["xact"], name="former_xact"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(
                condition=models.Q(("person_id__isnull", False)),
                fields=["person_id", "-id"],
                name="reading_person",
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["agency_id", "-id"], name="reading_agency"),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at", "xact"], name="reading_at"),
        ),
        migrations.RunSQL(APPEND_ONLY, ALLOW),
        migrations.RunSQL(history.ERASE, history.FORGET_ERASE),
    ]
