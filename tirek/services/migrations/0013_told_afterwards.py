"""What journals of 2017 speak of and the catalogue had no word for: the programme as a whole, and a programme that was not there."""

from django.db import migrations

from tirek.services.reference import NO_PROGRAMME, PROGRAMME


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Add what is not there under its code or its name."""
    code, category, ru, kk, en = PROGRAMME
    kinds = apps.get_model("services", "ServiceKind").objects
    kinds.get_or_create(
        code=code, defaults={"category": category, "name_ru": ru, "name_kk": kk, "name_en": en}
    )
    code, ru, kk, en = NO_PROGRAMME
    reasons = apps.get_model("services", "RefusalReason").objects
    reasons.get_or_create(code=code, defaults={"name_ru": ru, "name_kk": kk, "name_en": en})
    assert kinds.filter(code=PROGRAMME[0]).count() == reasons.filter(code=NO_PROGRAMME[0]).count() == 1


class Migration(migrations.Migration):
    dependencies = [("services", "0012_one_queue")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
