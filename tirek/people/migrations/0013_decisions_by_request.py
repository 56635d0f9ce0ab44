"""A person's decisions are found by the request that two agencies agreed on."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0012_kinds_of_papers")]

    operations: ClassVar = [
        migrations.AddIndex(
            "pairdecision",
            models.Index(fields=["asked"], name="decided_as_asked", condition=models.Q(asked__isnull=False)),
        )
    ]
