"""Row security on sealed values and on the journal."""

from django.db import migrations, models

from tirek.gate.categories import Category
from tirek.gate.owning import ActingAgency
from tirek.gate.rls import MINE, MoveRows, Protect, Rules, permitted

OF_PERSON = permitted("gate_sealedvalue.person_id", "gate_sealedvalue.category")
READ = f"CASE WHEN person_id IS NULL THEN agency_id = {MINE} ELSE {OF_PERSON} END"
BY_MACHINE = "actor_id = '00000000-0000-0000-0000-000000000000'"
ACTED = f"{BY_MACHINE} OR actor_id = (SELECT authz.worker())"
OF_AGENCY = f"agency_id = {MINE} OR (agency_id IS NULL AND {BY_MACHINE})"


class Migration(migrations.Migration):
    dependencies = [("gate", "0002_permits"), ("audit", "0002_append_only")]

    operations = [
        migrations.AddField(
            "sealedvalue",
            "agency_id",
            models.UUIDField(db_default=ActingAgency(), null=True),
        ),
        migrations.AddField(
            "sealedvalue",
            "category",
            models.SmallIntegerField(choices=Category.choices, null=True),
        ),
        MoveRows(
            "SELECT count(*) FROM gate_sealedvalue WHERE person_id IS NOT NULL",
            "UPDATE gate_sealedvalue SET category = CASE kind WHEN 'iin' THEN 1 ELSE 2 END WHERE person_id IS NOT NULL",
        ),
        Protect("gate_sealedvalue", Rules(READ, READ, READ, READ)),
        Protect("audit_journalentry", Rules(read=OF_AGENCY, add=ACTED)),
    ]
