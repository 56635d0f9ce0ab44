"""Coded reasons why somebody who applied did not enter the programme."""

from django.db import migrations

from tirek.cases.reference import seed


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the reference rows in."""
    seed(apps.get_model("cases", "EntryReason"))


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
