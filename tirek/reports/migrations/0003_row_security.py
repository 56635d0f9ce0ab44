"""Row security on a report's versions and kept figures: exact numbers are for the grant's own agency."""

from django.db import migrations

from tirek.gate.rls import GRANTS_OF_MINE, Protect, Rules, of_few

OWN = of_few("grant_id", GRANTS_OF_MINE)


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_form_sections"), ("gate", "0002_permits")]

    operations = [
        Protect("reports_reportversion", Rules(OWN, OWN, OWN, OWN, worker_reads="true")),
        Protect("reports_keptfigures", Rules(OWN, OWN, OWN, OWN)),
    ]
