"""Erasure, its tombstones, and the legal hold that forbids it."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from tirek.gate.categories import Category
from tirek.gate.rls import AsAuthz, Protect, Rules, by_person, permitted
from tirek.people import erasing


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("person_id", models.UUIDField(primary_key=True, serialize=False)),
                ("erased_at", models.DateTimeField()),
                ("ground", models.CharField(max_length=200)),
                ("erased_by", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("ground", models.CharField(max_length=200)),
                ("until", models.DateField(blank=True, null=True)),
                ("held_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("held_by", models.UUIDField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="people.person"
                    ),
                ),
            ],
        ),
        AsAuthz(erasing.FUNCTION, erasing.FORGET),
        Protect("people_legalhold", by_person("people_legalhold", Category.IDENTITY.value)),
        Protect("people_erasure", Rules(permitted("people_erasure.person_id", Category.IDENTITY.value))),
    ]
