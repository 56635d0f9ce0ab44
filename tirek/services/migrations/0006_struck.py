"""Lines struck out: kept, and never counted by the report's role."""

from django.db import migrations, models

from tirek.gate.rls import MINE
from tirek.machine.roles import LOGINS

REPORT = LOGINS["report"]
COUNTED = f"agency_id = {MINE}"


class Migration(migrations.Migration):
    dependencies = [("services", "0004_row_security")]

    operations = [
        migrations.AddField(
            model_name="service",
            name="struck_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(
            [
                f"ALTER POLICY report ON services_service USING ({COUNTED} AND struck_at IS NULL)",
                f"GRANT SELECT (struck_at) ON services_service TO {REPORT}",
            ],
            [
                f"ALTER POLICY report ON services_service USING ({COUNTED})",
                f"REVOKE SELECT (struck_at) ON services_service FROM {REPORT}",  # noqa: S608
            ],
        ),
    ]
