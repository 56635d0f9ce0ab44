"""The search asks once of each person whether the reader sees them, and fetches no sealed number where none is asked for."""

from django.db import migrations

from tirek.access import hiding_sql
from tirek.gate.rls import AsAuthz


class Migration(migrations.Migration):
    dependencies = [("access", "0009_notices_by_mail")]

    operations = [AsAuthz(hiding_sql.LOOKING_UP, hiding_sql.LOOKING_UP)]
