"""Coded reasons of refusal beside the two of 2017, so that "another reason" stays rare."""

from typing import Any

from django.db import migrations

REASONS = (
    ("already_received", "эту помощь уже получил(а)", "бұл көмекті бұрын алған", "has had this help already"),
    ("not_asked", "человек об этом не просил", "адам мұны сұраған жоқ", "the person did not ask for it"),
    ("not_our_field", "не наш район или профиль", "біздің аудан не бағыт емес", "not our district or field"),
    ("papers_missing", "не хватает документов", "құжаттары жетіспейді", "papers are missing"),
    ("no_places", "нет мест", "орын жоқ", "no places"),
    ("not_reached", "не удалось связаться", "байланысу мүмкін болмады", "could not be reached"),
    ("person_declined", "человек отказался сам", "адам өзі бас тартты", "the person declined"),
)


def add(apps: Any, schema_editor: Any) -> None:
    """Add what is not there."""
    reasons = apps.get_model("services", "RefusalReason")
    for code, ru, kk, en in REASONS:
        reasons.objects.get_or_create(code=code, defaults={"name_ru": ru, "name_kk": kk, "name_en": en})


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_history"), ("services", "0007_history")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
