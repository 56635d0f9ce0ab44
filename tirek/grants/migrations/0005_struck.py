"""Attendances struck out: kept, and never counted by the report's role."""

from django.db import migrations, models

from tirek.gate.rls import MINE, of_few
from tirek.machine.roles import LOGINS

REPORT = LOGINS["report"]
COUNTED = of_few(
    "event_id",
    f"SELECT event.id FROM grants_event event JOIN grants_grant g ON g.id = event.grant_id WHERE g.agency_id = {MINE}",  # noqa: S608
)


class Migration(migrations.Migration):
    dependencies = [("grants", "0003_row_security")]

    operations = [
        migrations.AddField(
            model_name="attendance",
            name="struck_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunSQL(
            [
                f"ALTER POLICY report ON grants_attendance USING ({COUNTED} AND struck_at IS NULL)",
                f"GRANT SELECT (struck_at) ON grants_attendance TO {REPORT}",
            ],
            [
                f"ALTER POLICY report ON grants_attendance USING ({COUNTED})",
                f"REVOKE SELECT (struck_at) ON grants_attendance FROM {REPORT}",  # noqa: S608
            ],
        ),
    ]
