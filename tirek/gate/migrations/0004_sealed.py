"""Data keys, and every value that stood in clear sealed under one."""

from django.db import migrations, models

from tirek.gate.rls import MINE, AsAuthz, Protect, Rules
from tirek.gate.sealing_rows import SealRows
from tirek.gate.sql import functions

KNOWN = (
    "EXISTS (SELECT FROM gate_permit p WHERE p.person_id = gate_datakey.owner_id"
    " AND p.principal = ANY ((SELECT authz.holders())::uuid[])"
    " AND p.valid_from <= statement_timestamp() AND p.valid_to > statement_timestamp() OFFSET 0)"
)
MAY = f"CASE WHEN owner = 'agency' THEN owner_id = {MINE} ELSE {KNOWN} END"


class Migration(migrations.Migration):
    dependencies = [("gate", "0003_row_security"), ("people", "0002_row_security")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("owner_id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "owner",
                    models.CharField(choices=[("person", "person"), ("agency", "agency")], max_length=6),
                ),
                ("wrapped", models.BinaryField(null=True)),
                ("version", models.PositiveSmallIntegerField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at__isnull", True), ("wrapped__isnull", False))
                        | models.Q(("destroyed_at__isnull", False), ("wrapped__isnull", True)),
                        name="data_key_or_tombstone",
                    )
                ],
            },
        ),
        SealRows(),
        AsAuthz(functions.KEYS, functions.FORGET_KEYS),
        Protect("gate_datakey", Rules(read=MAY, add=MAY)),
    ]
