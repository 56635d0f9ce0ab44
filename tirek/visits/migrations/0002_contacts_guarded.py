"""Row security, history and erasure of attempts and of the times when contact was lost."""

from django.db import migrations

from tirek.audit.history import KeepHistory
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, Protect, by_person
from tirek.people import erasing

SOCIAL = Category.SOCIAL.value


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0001_contacts"),
        ("cases", "0011_needs_and_plans_guarded"),
        ("people", "0012_kinds_of_papers"),
        ("gate", "0006_access_log"),
    ]

    operations = [
        Protect("visits_contact", by_person("visits_contact", SOCIAL, agency="agency_id")),
        Protect(
            "visits_lostepisode",
            by_person(
                "visits_lostepisode",
                SOCIAL,
                agency="agency_id",
                report=f"agency_id = {MINE}",
                report_columns=[
                    "id",
                    "person_id",
                    "agency_id",
                    "declared_on",
                    "cause",
                    "reason",
                    "returned_on",
                ],
            ),
        ),
        # Erasure reaches needs, plans and contacts too.
        AsAuthz(erasing.FUNCTION, ""),
        KeepHistory("visits_contact", category=SOCIAL),
        KeepHistory("visits_lostepisode", category=SOCIAL),
    ]
