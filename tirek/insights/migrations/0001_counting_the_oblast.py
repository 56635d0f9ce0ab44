"""What the report's role needs to count the funnel of the oblast: needs and applications of all agencies for that one purpose.

The purpose stands in the signed token; the columns opened before hold no name. What was sent and what came of it it counts already.
"""

from django.db import migrations

from tirek.gate.rls import REPORT

TABLES = ("cases_need", "cases_application")


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("cases", "0011_needs_and_plans_guarded"),
        ("referrals", "0002_row_security"),
        ("services", "0011_help_of_kinds"),
        ("reports", "0005_counting_the_oblast"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY oblast ON {table} FOR SELECT TO {REPORT} USING ((SELECT authz.said(5)) = 'oblast')",
            f"DROP POLICY oblast ON {table}",
        )
        for table in TABLES
    ]
