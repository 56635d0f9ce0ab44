"""Which kind of help, as needs are named, a kind of service is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_needs_and_plans"),
        ("services", "0009_offers_row_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicekind",
            name="help_kind",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="service_kinds",
                to="cases.helpkind",
            ),
        ),
    ]
