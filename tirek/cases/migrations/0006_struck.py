"""Applications struck out: kept, and never counted by the report's role, whatever else it may count."""

from django.db import migrations, models

from tirek.gate.rls import REPORT

STANDING = f"CREATE POLICY standing ON cases_application AS RESTRICTIVE FOR SELECT TO {REPORT} USING (struck_at IS NULL)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_row_security")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="struck_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(STANDING, "DROP POLICY standing ON cases_application"),
        migrations.RunSQL(
            f"GRANT SELECT (struck_at) ON cases_application TO {REPORT}",
            f"REVOKE SELECT (struck_at) ON cases_application FROM {REPORT}",  # noqa: S608 — a role of our own
        ),
    ]
