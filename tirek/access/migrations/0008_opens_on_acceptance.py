"""Consents taken for a referral open nothing before its acceptance; what an agency that supervises may know of a visit."""

from django.db import migrations, models

from tirek.access import acceptance_sql
from tirek.gate.rls import AsAuthz


class Migration(migrations.Migration):
    dependencies = [("access", "0007_bounded_search_that_hides")]

    operations = [
        migrations.AddField("consent", "opens_on_acceptance", models.BooleanField(default=False)),
        AsAuthz(acceptance_sql.FORWARDS, acceptance_sql.BACKWARDS),
    ]
