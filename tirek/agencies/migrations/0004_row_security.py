"""Row security on approvals: a deed and its second signature are the agency's own."""

from django.db import migrations

from tirek.gate.rls import Protect, by_agency


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_first_roles_and_names"), ("gate", "0002_permits")]

    operations = [Protect("agencies_approval", by_agency())]
