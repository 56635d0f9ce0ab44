"""What stood in the registry before each change."""

from django.db import migrations

from tirek.audit.history import KeepHistory
from tirek.gate.categories import Category


class Migration(migrations.Migration):
    dependencies = [("people", "0003_erasure"), ("gate", "0006_access_log")]

    operations = [
        KeepHistory("people_person", person="former.id", category=Category.IDENTITY.value),
        KeepHistory("people_personrecord", category=Category.IDENTITY.value),
        KeepHistory("people_matchdecision", category=Category.IDENTITY.value),
        KeepHistory("people_personcontact", category=Category.CONTACT.value),
        KeepHistory("people_legalhold", category=Category.IDENTITY.value),
    ]
