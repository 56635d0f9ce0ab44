"""The written sections of the official form."""

from django.db import migrations

from tirek.reports.sections import seed


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the sections in."""
    seed(apps.get_model("reports", "ReportSection"))


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_reports")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
