"""Whoever is erased is not to be read in referrals any more: what stood open stops, what was written is overwritten."""

from django.db import migrations

from tirek.gate.rls import AsAuthz
from tirek.referrals import guard_sql


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_refusal_reasons"), ("people", "0010_search_in_one_journey")]

    operations = [
        AsAuthz(guard_sql.ERASED, guard_sql.REMEMBERED),
        migrations.RunSQL(guard_sql.FORGETS, guard_sql.KEEPS),
    ]
