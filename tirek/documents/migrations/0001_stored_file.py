"""Stored files."""

import uuid

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=255)),
                ("mime", models.CharField(max_length=127)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("body", models.BinaryField(null=True)),
                ("sealed", models.UUIDField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("created_by", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="stored_file_body_or_sealed",
                        condition=Q(("body__isnull", False), ("sealed__isnull", True))
                        | Q(("body__isnull", True), ("sealed__isnull", False)),
                    ),
                    models.CheckConstraint(
                        name="stored_file_sha256_is_hex", condition=Q(("sha256__regex", "^[0-9a-f]{64}$"))
                    ),
                ]
            },
        ),
    ]
