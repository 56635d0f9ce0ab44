"""Applications without a decision are found by an index of their own: My day and the list of those that wait read nothing else."""

from django.db import migrations, models

from tirek.gate.rls import MoveRows

DECIDED = "EXISTS (SELECT FROM public.cases_entrydecision AS decision WHERE decision.application_id = one.id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_needs_and_plans_guarded")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="is_decided",
            field=models.BooleanField(default=False),
        ),
        MoveRows(
            "SELECT count(*) FROM public.cases_entrydecision",
            f"UPDATE public.cases_application AS one SET is_decided = true WHERE {DECIDED}",  # noqa: S608 — our own text
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("is_decided", False)),
                fields=["agency", "applied_on", "id"],
                name="application_waits",
            ),
        ),
    ]
