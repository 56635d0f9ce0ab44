"""A place in a queue may be a referral's; whoever is erased waits for nothing any more."""

from django.db import migrations, models

from tirek.gate.rls import AsAuthz
from tirek.services import queue_sql


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0011_help_of_kinds"),
        ("people", "0010_search_in_one_journey"),
        ("audit", "0003_readings_history_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="waiting", name="referral", field=models.UUIDField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="waiting",
            name="ended_how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("given", "the turn came"),
                    ("withdrew", "does not want it any more"),
                    ("mistake", "entered by mistake"),
                    ("over", "there is nothing to wait for any more"),
                ],
                max_length=10,
            ),
        ),
        AsAuthz(queue_sql.ERASED, queue_sql.REMEMBERED),
        migrations.RunSQL(queue_sql.FORGETS, queue_sql.KEEPS),
    ]
