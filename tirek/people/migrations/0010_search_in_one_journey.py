"""The search of the register in one journey, bounded however common a name is."""

from django.db import migrations

from tirek.gate.rls import AsAuthz
from tirek.people import lookup_sql


class Migration(migrations.Migration):
    dependencies = [("people", "0009_joining")]

    operations = [
        AsAuthz(lookup_sql.look_up() + lookup_sql.look_up_many() + lookup_sql.GRANT, lookup_sql.FORGET)
    ]
