"""The categories and age bands of the state form."""

from django.db import migrations

from tirek.grants.reference import seed


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the reference rows in."""
    seed(apps.get_model("grants", "SocialStatus"), apps.get_model("grants", "AgeBand"))


class Migration(migrations.Migration):
    dependencies = [("grants", "0001_grants")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
