"""Workers and agencies that were there before roles and dated names: each gets them, and the count is checked."""

from django.db import migrations

# What the first worker of an installation holds (roles.FIRST), as it was when this was written.
FIRST = ("agency_admin", "social_worker", "grant_manager")


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Give every worker the first roles and every agency its present name; a row unseen is an error."""
    worker, role = apps.get_model("agencies", "Worker"), apps.get_model("agencies", "WorkerRole")
    agency, name = apps.get_model("agencies", "Agency"), apps.get_model("agencies", "AgencyName")
    workers = list(worker.objects.values_list("id", flat=True))
    role.objects.bulk_create(role(worker_id=id, code=code) for id in workers for code in FIRST)
    name.objects.bulk_create(name(agency=one, name_ru=one.name) for one in agency.objects.all())
    equipped = worker.objects.filter(roles__code__in=FIRST).count()
    assert equipped == worker.objects.count() * len(FIRST), "not every worker got the roles"
    named = agency.objects.filter(names__valid_to__isnull=True, names__isnull=False).count()
    assert named == agency.objects.count(), "not every agency got its name"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0002_staff")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
