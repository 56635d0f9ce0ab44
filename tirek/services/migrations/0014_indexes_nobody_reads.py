"""No page looks for lines by their kind or their provider alone: two indexes less for every line of an import."""

import django.db.models.deletion
from django.db import migrations, models

_INDEXES = {
    "kind_id": "services_service_kind_id_f0e2199b",
    "provider_id": "services_service_provider_id_04163c24",
}


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_agencies"), ("services", "0013_told_afterwards")]

    # Django would make both foreign keys anew and check them as the tables' owner, who sees no row under row security.
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX IF EXISTS {name}", f"CREATE INDEX {name} ON services_service ({column})"
                )
                for column, name in _INDEXES.items()
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="service",
                    name="kind",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="services.servicekind",
                    ),
                ),
                migrations.AlterField(
                    model_name="service",
                    name="provider",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
        )
    ]
