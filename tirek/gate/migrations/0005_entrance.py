"""What the entrance keeps: demo or real, sessions, tallies."""

from django.db import migrations, models

from tirek.gate.rls import AsAuthz
from tirek.gate.sql import entrance


class Migration(migrations.Migration):
    dependencies = [("gate", "0004_sealed")]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("demo", "demonstration, invented people only"),
                            ("real", "for real people"),
                        ],
                        max_length=4,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_is_one"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["demo", "real"])),
                        name="installation_is_demo_or_real",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("digest", models.BinaryField(primary_key=True, serialize=False)),
                ("payload", models.TextField()),
                ("user_id", models.UUIDField(db_index=True, null=True)),
                ("device", models.CharField(blank=True, max_length=80)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("digest", models.BinaryField()),
                ("count", models.PositiveIntegerField()),
                ("ends_at", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "digest"), name="tally_is_one_a_key")
                ],
            },
        ),
        migrations.RunSQL(entrance.GUARD, entrance.UNGUARD),
        AsAuthz(entrance.FOUND, entrance.FORGET_FOUND),
    ]
