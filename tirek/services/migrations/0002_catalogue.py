"""The catalogue of the 2017 pilot and the coded reasons of refusal."""

from django.db import migrations

from tirek.services.reference import seed


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the reference rows in."""
    seed(apps.get_model("services", "ServiceKind"), apps.get_model("services", "RefusalReason"))


class Migration(migrations.Migration):
    dependencies = [("services", "0001_services")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
