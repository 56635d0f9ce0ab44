"""Row security on applications, their legal grounds and the decisions on them."""

from django.db import migrations

from tirek.gate.categories import Category
from tirek.gate.rls import MINE, Protect, Rules, by_person, of_parent, permitted

GROUND = (
    "EXISTS (SELECT FROM cases_application a WHERE a.id = cases_legalground.application_id AND "
    f"{permitted('a.person_id', Category.JUSTICE.value)} OFFSET 0)"
)
GROUND_OF_MINE = GROUND.replace("WHERE a.id", f"WHERE a.agency_id = {MINE} AND a.id")
ENTERED_HERE = of_parent("cases_application", "cases_entrydecision.application_id", mine="agency_id")


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_one_index_a_column"), ("people", "0002_row_security")]

    operations = [
        Protect(
            "cases_application",
            by_person(
                "cases_application",
                Category.SOCIAL.value,
                agency="agency_id",
                report=f"agency_id = {MINE}",
                report_columns=[
                    "id",
                    "person_id",
                    "agency_id",
                    "grant_id",
                    "number",
                    "applied_on",
                    "referred_by",
                    "social_status_id",
                    "consent_signed_on",
                ],
            ),
        ),
        Protect("cases_legalground", Rules(GROUND, GROUND_OF_MINE, GROUND_OF_MINE, GROUND_OF_MINE)),
        Protect(
            "cases_entrydecision",
            Rules(
                of_parent("cases_application", "cases_entrydecision.application_id"),
                ENTERED_HERE,
                ENTERED_HERE,
                ENTERED_HERE,
                report=f"{MINE} IS NOT NULL",
                report_columns=["application_id", "entered", "decided_on", "reason_id"],
            ),
        ),
    ]
