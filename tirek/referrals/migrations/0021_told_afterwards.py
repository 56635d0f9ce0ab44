"""Where a referral that is told of afterwards comes from; what an agency's own journal says of a visit, that agency knows.

The line itself is read by the agency that entered it, help of a health kind too (0002, `attendance`): the outcome says no more.
"""

from importlib import import_module

from django.db import migrations, models

from tirek.gate.rls import MINE, AsAuthz
from tirek.referrals import guard_sql

before = import_module("tirek.referrals.migrations.0002_row_security")

OWN_LINE = (
    f"(parent.from_agency_id = {MINE} AND parent.source IS NOT NULL AND EXISTS (SELECT FROM services_service line"
    f" WHERE line.id = parent.source AND line.agency_id = {MINE} OFFSET 0))"
)
KNOWS = f"({before.KNOWS} OR {OWN_LINE})"


def told(knows: str) -> str:
    """The policies on what tells of a visit, by who may know it."""
    outcome = before.of_referral("referrals_outcome", knows)
    move = before.of_referral("referrals_referralmove", f"(NOT referrals_referralmove.is_apart OR {knows})")
    added = f"agency_id = {MINE} AND worker = {before.WORKER} AND {move}"
    return f"""
    ALTER POLICY read ON referrals_outcome USING ({outcome});
    ALTER POLICY add ON referrals_outcome WITH CHECK ({outcome});
    ALTER POLICY change ON referrals_outcome USING ({outcome}) WITH CHECK ({outcome});
    ALTER POLICY read ON referrals_referralmove USING ({move});
    ALTER POLICY add ON referrals_referralmove WITH CHECK ({added});
    """


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0020_letters_and_links"),
        ("services", "0013_told_afterwards"),
        ("cases", "0013_known_from_journals"),
    ]

    operations = [
        migrations.AddField("referral", "source", models.UUIDField(null=True)),
        migrations.AddIndex(
            "referral",
            models.Index(
                fields=["source"],
                name="referral_source",
                condition=models.Q(source__isnull=False),
            ),
        ),
        migrations.RunSQL(told(KNOWS), told(before.KNOWS)),
        AsAuthz(guard_sql.IS_ENDED, guard_sql.FORGET_IS_ENDED),
        migrations.RunSQL(guard_sql.STANDS_IN_BULK, guard_sql.STANDS.partition("CREATE TRIGGER")[0]),
    ]
