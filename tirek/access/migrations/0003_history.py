"""What the grounds of permits held before each change: for the agency that changed them, as the grounds themselves are."""

from django.db import migrations

from tirek.audit.history import KeepHistory

KEYS = {"protectedperson": "person_id"}
TABLES = ("consent", "accessrequest", "emergency", "protection", "protectedperson", "legalrequest")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_row_security"), ("gate", "0006_access_log")]

    operations = [KeepHistory(f"access_{name}", key=KEYS.get(name, "id")) for name in TABLES]
