"""What attendances held before each change: names of participants, who are nobody's people of the registry."""

from django.db import migrations

from tirek.audit.history import KeepHistory


class Migration(migrations.Migration):
    dependencies = [("grants", "0005_struck"), ("gate", "0006_access_log")]

    operations = [KeepHistory("grants_attendance", person="NULL::uuid")]
