"""Permits, the functions of `authz` that verify who acts, and row security on what the gate itself keeps."""

import uuid

from django.db import migrations, models

from tirek.gate.rls import AsAuthz, Protect, Rules
from tirek.gate.sql import functions

HELD = "principal = ANY ((SELECT authz.holders())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [("gate", "0001_sealed_values")]

    operations = [
        migrations.CreateModel(
            name="Permit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("principal", models.UUIDField()),
                (
                    "category",
                    models.SmallIntegerField(
                        choices=[
                            (1, "identity"),
                            (2, "contacts"),
                            (3, "needs, plan and services"),
                            (4, "sentence and supervision"),
                            (5, "health"),
                            (6, "a specialist's notes"),
                        ]
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("own", "registered here"),
                            ("consent", "the person's consent"),
                            ("referral", "referral"),
                            ("law", "request by law"),
                            ("emergency", "emergency"),
                        ],
                        max_length=10,
                    ),
                ),
                ("basis_ref", models.UUIDField(null=True)),
                ("valid_from", models.DateTimeField()),
                ("valid_to", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["person_id", "category", "principal"],
                        include=("valid_from", "valid_to"),
                        name="permit_probe",
                    ),
                    models.Index(fields=["principal", "category", "person_id"], name="permit_list"),
                    models.Index(
                        condition=models.Q(("basis_ref__isnull", False)),
                        fields=["basis_ref"],
                        name="permit_basis",
                    ),
                ],
            },
        ),
        AsAuthz(functions.ACTOR, functions.FORGET_ACTOR),
        AsAuthz(functions.PERMITS, functions.FORGET_PERMITS),
        migrations.RunSQL(
            "REVOKE INSERT, UPDATE, DELETE ON gate_permit FROM tirek_app, tirek_worker",
            "GRANT INSERT, UPDATE, DELETE ON gate_permit TO tirek_app, tirek_worker",
        ),
        Protect("gate_permit", Rules(read=HELD)),
    ]
