"""What a referral and its outcome held before each change: of nobody but the agency that changed it, since a visit tells."""

from django.db import migrations

from tirek.audit.history import KeepHistory, of_parent


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_row_security"), ("gate", "0006_access_log")]

    operations = [
        KeepHistory("referrals_referral"),
        KeepHistory(
            "referrals_referralmatter",
            person=of_parent("referrals_referral", "referral_id"),
            key="referral_id",
        ),
        KeepHistory(
            "referrals_outcome", person=of_parent("referrals_referral", "referral_id"), key="referral_id"
        ),
    ]
