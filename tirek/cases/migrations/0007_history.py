"""What applications, their grounds and decisions held before each change."""

from django.db import migrations

from tirek.audit.history import KeepHistory, of_parent
from tirek.gate.categories import Category

KEY = "application_id"
OF_APPLICATION = of_parent("cases_application", KEY)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_struck"), ("gate", "0006_access_log")]

    operations = [
        KeepHistory("cases_application", category=Category.SOCIAL.value),
        KeepHistory("cases_legalground", person=OF_APPLICATION, category=Category.JUSTICE.value, key=KEY),
        KeepHistory("cases_entrydecision", person=OF_APPLICATION, category=Category.SOCIAL.value, key=KEY),
    ]
