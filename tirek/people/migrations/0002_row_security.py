"""Row security on the registry, and the functions that search, number and count past it."""

from django.db import migrations

from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, MoveRows, Protect, Rules, by_person, permitted
from tirek.people import registry_sql

MAY = permitted("people_person.id", Category.IDENTITY.value)
SOMEBODY = f"{MINE} IS NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people"), ("gate", "0002_permits")]

    operations = [
        AsAuthz(registry_sql.FUNCTIONS, registry_sql.FORGET),
        MoveRows(
            "SELECT 4 * count(*) FROM people_person",
            "INSERT INTO gate_permit (id, principal, category, person_id, basis, valid_from, valid_to)"
            " SELECT gen_random_uuid(), registered_by_id, category, id, 'own', registered_at, '9999-01-01 00:00+00'"
            " FROM people_person, (VALUES (1::smallint), (2), (3), (4)) AS seen(category)",
            "DELETE FROM gate_permit WHERE basis = 'own'",
        ),
        Protect(
            "people_person",
            Rules(
                read=MAY,
                add=f"registered_by_id = {MINE} AND {MAY}",
                change=f"registered_by_id = {MINE} AND {MAY}",
                report=SOMEBODY,
                report_columns=["id", "canonical_id", "birth_on", "birth_year", "sex"],
            ),
        ),
        Protect("people_personrecord", by_person("people_personrecord", Category.IDENTITY.value)),
        Protect("people_matchdecision", by_person("people_matchdecision", Category.IDENTITY.value)),
        Protect("people_personcontact", by_person("people_personcontact", Category.CONTACT.value)),
        Protect("people_namecount", Rules(read="false")),
    ]
