"""Lines struck out: kept, and never counted by the report's role, whatever else it may count."""

from django.db import migrations, models

from tirek.gate.rls import REPORT

STANDING = f"CREATE POLICY standing ON services_service AS RESTRICTIVE FOR SELECT TO {REPORT} USING (struck_at IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("services", "0004_row_security")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="struck_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(STANDING, "DROP POLICY standing ON services_service"),
        migrations.RunSQL(
            f"GRANT SELECT (struck_at) ON services_service TO {REPORT}",
            f"REVOKE SELECT (struck_at) ON services_service FROM {REPORT}",  # noqa: S608 — a role of our own
        ),
    ]
