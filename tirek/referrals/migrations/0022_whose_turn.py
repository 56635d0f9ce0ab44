"""What waits for the sender, a refusal entered for the sender, and what comes to somebody by name are found by indexes of their own."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

OPEN = Q(closed_at__isnull=True)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0021_told_afterwards")]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                fields=["from_agency", "due_at", "id"],
                name="referral_returned",
                condition=OPEN & (Q(status="rejected") | Q(status="on-hold", hold="question")),
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                fields=["to_agency", "due_at", "id"],
                name="referral_refused_here",
                condition=OPEN & Q(status="rejected"),
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(
                fields=["escalate_to", "due_at", "id"],
                name="referral_by_name",
                condition=OPEN & Q(escalated_at__isnull=False),
            ),
        ),
    ]
