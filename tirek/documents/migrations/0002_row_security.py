"""A stored file belongs to the agency for which it was stored, and to nobody else."""

from django.db import migrations, models

from tirek.gate.owning import ActingAgency
from tirek.gate.rls import Protect, by_agency


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_stored_file"), ("gate", "0002_permits")]

    operations = [
        migrations.AddField(
            "storedfile",
            "agency_id",
            models.UUIDField(db_default=ActingAgency(), null=True),
        ),
        Protect("documents_storedfile", by_agency()),
    ]
