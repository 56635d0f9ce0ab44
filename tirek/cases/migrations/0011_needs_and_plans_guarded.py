"""Row security, history and standing rules of needs and plans; the kinds of help as reference rows."""

from django.db import migrations

from tirek.audit.history import KeepHistory
from tirek.audit.history import of_parent as person_of
from tirek.cases import plan_sql
from tirek.cases.help_kinds import HELP_KINDS, seed
from tirek.gate.categories import Category
from tirek.gate.rls import MINE, AsAuthz, Protect, Rules, by_person, of_parent, permitted

SOCIAL = Category.SOCIAL.value
BLOCK_SEEN = f"{of_parent('cases_need', 'cases_needblock.blocked_id')} AND {of_parent('cases_need', 'cases_needblock.blocker_id')}"
BLOCK_OF_MINE = (
    f"{of_parent('cases_need', 'cases_needblock.blocked_id', mine='agency_id')}"
    f" AND {of_parent('cases_need', 'cases_needblock.blocker_id')}"
)
BLOCK_CATEGORY = "(SELECT max(need.category) FROM public.cases_need AS need WHERE need.id IN (former.blocked_id, former.blocker_id))"
COUNTED = {
    "cases_need": [
        "id",
        "person_id",
        "agency_id",
        "kind_id",
        "category",
        "wish_of",
        "evidence",
        "state",
        "noted_on",
        "ended_on",
    ],
    "cases_planline": [
        "id",
        "version_id",
        "person_id",
        "agency_id",
        "goal",
        "need_id",
        "due_on",
        "side",
        "done_on",
        "is_standing",
    ],
    "cases_planleft": [],
    "cases_plansheet": [],
}


def by_own_category(table: str) -> Protect:
    """Rows that say themselves of which category they are: read and added with a permit on it, changed by who entered them."""
    may = permitted(f"{table}.person_id", f"{table}.category")
    own = f"{table}.agency_id = {MINE} AND {may}"
    report = f"agency_id = {MINE}" if COUNTED[table] else ""
    return Protect(table, Rules(may, own, own, own, report=report, report_columns=COUNTED[table]))


def under_plan(table: str) -> Protect:
    """Rows of a plan are seen with it and written by the agency that leads it."""
    own = of_parent("cases_plan", f"{table}.plan_id", mine="agency_id")
    return Protect(table, Rules(of_parent("cases_plan", f"{table}.plan_id"), own, own, own))


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    """Put the kinds of help in."""
    kinds = apps.get_model("cases", "HelpKind")
    seed(kinds)
    assert kinds.objects.count() == len(HELP_KINDS)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_needs_and_plans"),
        ("access", "0004_two_people_one_door"),
        ("gate", "0006_access_log"),
    ]

    operations = [
        by_own_category("cases_need"),
        by_own_category("cases_planline"),
        by_own_category("cases_planleft"),
        by_own_category("cases_plansheet"),
        Protect(
            "cases_needblock",
            Rules(BLOCK_SEEN, BLOCK_OF_MINE, BLOCK_OF_MINE, BLOCK_OF_MINE),
        ),
        Protect(
            "cases_plan",
            by_person(
                "cases_plan",
                SOCIAL,
                agency="agency_id",
                report=f"agency_id = {MINE}",
                report_columns=["id", "person_id", "agency_id", "opened_on", "paused_on", "closed_on"],
            ),
        ),
        under_plan("cases_planversion"),
        under_plan("cases_planreview"),
        AsAuthz(plan_sql.NO_RINGS, plan_sql.FORGET_NO_RINGS),
        migrations.RunSQL(plan_sql.HANG_NO_RINGS, "DROP TRIGGER no_ring ON cases_needblock"),
        migrations.RunSQL(plan_sql.STANDS, plan_sql.FORGET_STANDS),
        AsAuthz(plan_sql.PLANS, plan_sql.FORGET_PLANS),
        KeepHistory("cases_need", category="former.category"),
        KeepHistory(
            "cases_needblock",
            person="(SELECT need.person_id FROM public.cases_need AS need WHERE need.id = former.blocked_id)",
            category=BLOCK_CATEGORY,
        ),
        KeepHistory("cases_plan", category=SOCIAL),
        KeepHistory("cases_planversion", person=person_of("cases_plan", "plan_id"), category=SOCIAL),
        KeepHistory("cases_planline", category="former.category"),
        KeepHistory("cases_planleft", category="former.category"),
        KeepHistory("cases_planreview", person=person_of("cases_plan", "plan_id"), category=SOCIAL),
        KeepHistory("cases_plansheet", category="former.category"),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
