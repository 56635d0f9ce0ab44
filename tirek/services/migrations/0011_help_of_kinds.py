"""Which kind of help every kind of service is; a place for the night joins the catalogue."""

from django.db import migrations

from tirek.services.reference import seed_help


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Say it of every kind; of those named by hand as "other" somebody says it later."""
    kinds = apps.get_model("services", "ServiceKind")
    without = seed_help(kinds, apps.get_model("cases", "HelpKind"))
    assert without == kinds.objects.filter(category="other").exclude(code="shelter").count()


class Migration(migrations.Migration):
    dependencies = [("services", "0010_help_kind"), ("cases", "0011_needs_and_plans_guarded")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
