"""Row security on attendances: named participants of an agency's own events."""

from django.db import migrations

from tirek.gate.rls import MINE, Protect, of_few, with_parent

OWN = of_few(
    "event_id",
    f"SELECT event.id FROM grants_event event JOIN grants_grant g ON g.id = event.grant_id WHERE g.agency_id = {MINE}",  # noqa: S608
)


class Migration(migrations.Migration):
    dependencies = [("grants", "0002_state_form"), ("gate", "0002_permits")]

    operations = [
        Protect(
            "grants_attendance",
            with_parent(
                OWN,
                report=OWN,
                report_columns=[
                    "id",
                    "event_id",
                    "name_folded",
                    "sex",
                    "birth_on",
                    "age_low",
                    "age_high",
                    "social_status_id",
                    "side",
                    "organisation",
                ],
            ),
        )
    ]
