"""Messages waiting to be sent: an agency's own; the job worker sees of every agency which rows are due, never what they say."""

import uuid

import django.utils.timezone
from django.db import migrations, models

import tirek.gate.owning
from tirek.gate.rls import MINE, Protect, Rules

OWN = f"agency_id = {MINE}"


class Migration(migrations.Migration):
    initial = True

    dependencies = [("gate", "0006_access_log")]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("agency_id", models.UUIDField(db_default=tirek.gate.owning.ActingAgency())),
                ("key", models.CharField(max_length=120)),
                ("kind", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=2)),
                ("content", models.UUIDField(null=True)),
                ("masked", models.CharField(max_length=120)),
                ("page", models.CharField(blank=True, max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waits to be sent"),
                            ("sent", "sent"),
                            ("dead", "not delivered"),
                            ("dropped", "given up"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease", models.UUIDField(null=True)),
                ("fault", models.CharField(blank=True, max_length=40)),
                ("put_at", models.DateTimeField(auto_now_add=True)),
                ("put_by", models.UUIDField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["next_at"], name="message_waits"
                    ),
                    models.Index(fields=["agency_id", "-put_at"], name="message_of_agency"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency_id", "key"), name="message_is_put_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("state__in", ["waiting", "dead"])),
                            models.Q(("content__isnull", True), ("state__in", ["sent", "dropped"])),
                            _connector="OR",
                        ),
                        name="message_is_kept_while_it_is_needed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_sent_has_its_moment",
                    ),
                ],
            },
        ),
        Protect("outbox_message", Rules(OWN, OWN, OWN, "false", worker_reads="true")),
    ]
