"""What requests for erasure and notices held before each change."""

from django.db import migrations

from tirek.audit.history import KeepHistory


class Migration(migrations.Migration):
    dependencies = [("access", "0004_two_people_one_door")]

    operations = [KeepHistory("access_erasurerequest"), KeepHistory("access_notice")]
