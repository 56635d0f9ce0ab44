"""A need may be known from the journal of services alone: a workbook says what was asked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_applications_that_wait")]

    operations = [
        migrations.AlterField(
            "need",
            "evidence",
            models.CharField(
                choices=[
                    ("said", "the person says so"),
                    ("paper", "a paper was seen"),
                    ("visit", "seen on a visit"),
                    ("agency", "another organisation says so"),
                    ("assessment", "an assessment"),
                    ("journal", "the journal of services says so"),
                ],
                default="said",
                max_length=12,
            ),
        ),
    ]
