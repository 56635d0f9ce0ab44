"""Who sees whom when records are joined: nobody more than before."""

from django.db import migrations

from tirek.access import joined_sql
from tirek.gate.rls import AsAuthz


class Migration(migrations.Migration):
    dependencies = [("access", "0005_history_of_deeds"), ("people", "0009_joining")]

    operations = [AsAuthz(joined_sql.FORWARDS, joined_sql.BACKWARDS)]
