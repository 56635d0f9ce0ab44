"""The kinds of identity papers."""

from django.db import migrations

from tirek.people.reference import seed


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the reference rows in."""
    seed(apps.get_model("people", "PaperKind"))


class Migration(migrations.Migration):
    dependencies = [("people", "0011_names_and_papers")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
