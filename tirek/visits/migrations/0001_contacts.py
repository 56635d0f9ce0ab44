"""Attempts to reach somebody, and the times when contact was lost."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0006_signatures_are_ones_own"),
        ("people", "0012_kinds_of_papers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("struck_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "call"),
                            ("message", "message"),
                            ("meeting", "meeting"),
                            ("home", "visit at home"),
                            ("work", "visit at work"),
                            ("relative", "through relatives"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "in touch"),
                            ("no_answer", "no answer"),
                            ("left_word", "left word"),
                            ("wrong_place", "wrong number or address"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("tried_by", models.UUIDField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts_tried",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-at"], name="contact_of_person")],
            },
        ),
        migrations.CreateModel(
            name="LostEpisode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("last_contact_on", models.DateField(blank=True, null=True)),
                ("declared_on", models.DateField()),
                ("declared_by", models.UUIDField()),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("objective", "objective: outside the person"),
                            ("subjective", "subjective: the person's own"),
                            ("unknown", "not known"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("away", "moved or works away"),
                            ("no_phone", "no phone, or another number"),
                            ("no_time", "works and has no time"),
                            ("family", "family circumstances"),
                            ("not_own_wish", "what was offered was not the person's own wish"),
                            ("declined", "does not want help for now"),
                            ("avoids", "neither answers nor comes"),
                            ("unknown", "nobody knows"),
                        ],
                        max_length=16,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("returned_on", models.DateField(blank=True, null=True)),
                ("returned_by", models.UUIDField(blank=True, null=True)),
                ("return_note", models.CharField(blank=True, max_length=300)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lost_episodes",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on__isnull", True)),
                        fields=("person", "agency"),
                        name="lost_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_on__isnull", True),
                            ("returned_on__gte", models.F("declared_on")),
                            _connector="OR",
                        ),
                        name="returned_after_lost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_on__isnull", True), ("returned_by__isnull", False), _connector="OR"
                        ),
                        name="return_has_a_witness",
                    ),
                ],
            },
        ),
    ]
