"""Whether anybody was registered since a file was read: a summary of pages answers, and an import hardly pays for it."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0007_candidates_by_index")]

    operations = [
        migrations.AddIndex(
            "person", BrinIndex(autosummarize=True, fields=["registered_at"], name="person_came")
        )
    ]
