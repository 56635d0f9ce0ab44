"""What lines of the journal of services and their endings held before each change."""

from django.db import migrations

from tirek.audit.history import KeepHistory, of_parent
from tirek.gate.categories import Category

ENDINGS = ("delivery", "refusal", "decline", "noshow", "lostcontact", "unmetdemand")


class Migration(migrations.Migration):
    dependencies = [("services", "0006_struck"), ("gate", "0006_access_log")]

    operations = [
        KeepHistory("services_service", category=Category.SOCIAL.value),
        *(
            KeepHistory(
                f"services_{name}",
                person=of_parent("services_service", "service_id"),
                category=Category.SOCIAL.value,
                key="service_id",
            )
            for name in ENDINGS
        ),
    ]
