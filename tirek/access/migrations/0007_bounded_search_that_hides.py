"""The bounded search says nothing of protected people; the former one goes."""

from django.db import migrations

from tirek.access import hiding_sql
from tirek.gate.rls import AsAuthz


class Migration(migrations.Migration):
    dependencies = [("access", "0006_joined_people"), ("people", "0010_search_in_one_journey")]

    operations = [AsAuthz(hiding_sql.HIDING, hiding_sql.FORMER)]
