"""What the report's role needs to count the oblast: the journal of all agencies for that one purpose, still without a name.

The purpose stands in the signed token. Who registered a person is read too, to say why somebody sees fewer rows than a figure counts.
"""

from django.db import migrations

from tirek.gate.rls import REPORT

OBLAST = f"CREATE POLICY oblast ON services_service FOR SELECT TO {REPORT} USING ((SELECT authz.said(5)) = 'oblast')"


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_editions"),
        ("people", "0002_row_security"),
        ("services", "0004_row_security"),
    ]

    operations = [
        migrations.RunSQL(OBLAST, "DROP POLICY oblast ON services_service"),
        migrations.RunSQL(
            f"GRANT SELECT (registered_by_id) ON people_person TO {REPORT}",
            f"REVOKE SELECT (registered_by_id) ON people_person FROM {REPORT}",  # noqa: S608 — a role of our own
        ),
    ]
