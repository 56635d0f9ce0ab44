"""Row security on the journal of services and on the facts with which its lines end."""

from django.db import migrations

from tirek.gate.categories import Category
from tirek.gate.rls import MINE, Protect, Rules, by_person, of_parent

ENDINGS = {
    "delivery": [],
    "refusal": ["reason_id", "detail"],
    "decline": ["detail"],
    "noshow": ["detail"],
    "lostcontact": ["cause", "detail"],
    "unmetdemand": ["wish"],
}


def ending(name: str, columns: list[str]) -> Protect:
    """An ending is seen with its line and written by the agency that entered the line."""
    table = f"services_{name}"
    own = of_parent("services_service", f"{table}.service_id", mine="agency_id")
    return Protect(
        table,
        Rules(
            of_parent("services_service", f"{table}.service_id"),
            own,
            own,
            own,
            report=f"{MINE} IS NOT NULL",
            report_columns=["service_id", *columns],
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("services", "0003_one_index_a_column"), ("people", "0002_row_security")]

    operations = [
        Protect(
            "services_service",
            by_person(
                "services_service",
                Category.SOCIAL.value,
                agency="agency_id",
                report=f"agency_id = {MINE}",
                report_columns=[
                    "id",
                    "person_id",
                    "grant_id",
                    "agency_id",
                    "kind_id",
                    "provider_id",
                    "happened_on",
                    "number",
                    "wish_of",
                ],
            ),
        ),
        *(ending(name, columns) for name, columns in ENDINGS.items()),
    ]
