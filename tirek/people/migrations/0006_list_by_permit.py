"""The index of those an agency sees though another registered them: the list of people is read from it, not from all permits."""

from django.db import migrations

CREATE = "CREATE INDEX permit_others ON gate_permit (principal, person_id, valid_to) WHERE category = 1 AND basis <> 'own'"


class Migration(migrations.Migration):
    dependencies = [("people", "0005_history"), ("gate", "0002_permits")]

    operations = [migrations.RunSQL(CREATE, "DROP INDEX permit_others")]
