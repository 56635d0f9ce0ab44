"""The topics of legal help, and who reads and writes offers, what was taken of them, who waits, and activities."""

from django.db import migrations

from tirek.audit.history import KeepHistory
from tirek.audit.history import of_parent as person_of_parent
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, Protect, Rules, of_parent, permitted
from tirek.services.reference import seed_topics

ANYBODY = f"{MINE} IS NOT NULL"
OWN = f"agency_id = {MINE}"


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the topics in."""
    seed_topics(apps.get_model("services", "LegalTopic"))


def read_by_all(own: str, *columns: str) -> Rules:
    """Read by whoever acts, written by the agency it belongs to."""
    return Rules(ANYBODY, own, own, own, report=ANYBODY, report_columns=columns)


def with_service(table: str, *columns: str, own: str = "") -> Rules:
    """Seen with the line of the journal, written by the agency that entered the line."""
    written = of_parent("services_service", f"{table}.service_id", mine="agency_id") + own
    seen = of_parent("services_service", f"{table}.service_id")
    return Rules(seen, written, written, written, report=ANYBODY, report_columns=columns)


def own_offer(table: str) -> str:
    """The offer is the acting agency's."""
    return of_parent("services_offer", f"{table}.offer_id", mine="agency_id")


WAITS = permitted("services_waiting.person_id", "services_waiting.category")
WAITS_HERE = f"{OWN} AND {own_offer('services_waiting')} AND {WAITS}"
OF_ACTIVITY = of_parent("services_activity", "services_activitywish.activity_id")


class Migration(migrations.Migration):
    dependencies = [("services", "0008_offers"), ("gate", "0006_access_log"), ("audit", "0001_journal")]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        Protect("services_offer", read_by_all(OWN, "id", "agency_id", "kind_id")),
        Protect("services_offername", read_by_all(own_offer("services_offername"), "id", "offer_id")),
        Protect(
            "services_taken",
            with_service(
                "services_taken", "service_id", "offer_id", own=f" AND {own_offer('services_taken')}"
            ),
        ),
        Protect("services_topicasked", with_service("services_topicasked", "id", "service_id", "topic_id")),
        Protect("services_waiting", Rules(WAITS, WAITS_HERE, WAITS_HERE, WAITS_HERE)),
        Protect("services_activity", Rules(OWN, OWN, OWN, OWN)),
        Protect("services_activitywish", Rules(OF_ACTIVITY, OF_ACTIVITY, OF_ACTIVITY, OF_ACTIVITY)),
        KeepHistory(
            "services_taken",
            person=person_of_parent("services_service", "service_id"),
            category=Category.SOCIAL.value,
            key="service_id",
        ),
        KeepHistory(
            "services_topicasked",
            person=person_of_parent("services_service", "service_id"),
            category=Category.JUSTICE.value,
        ),
        KeepHistory("services_waiting", category="former.category"),
    ]
