"""One-time links and letters: an agency's own; a link is found by the hash of its token before anybody acts."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from tirek.audit.history import KeepHistory, of_parent
from tirek.gate.rls import MINE, AsAuthz, Protect, Rules, by_agency
from tirek.referrals import link_sql

OF_REFERRAL = "EXISTS (SELECT FROM referrals_referral parent WHERE parent.id = {}.referral_id OFFSET 0)"
LINK = f"agency_id = {MINE} AND {OF_REFERRAL.format('referrals_referrallink')}"
LETTER = f"agency_id = {MINE} AND {OF_REFERRAL.format('referrals_letter')}"
OWN = "made_by = (SELECT authz.worker())"


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_messages"),
        ("agencies", "0007_where_mail_goes"),
        ("documents", "0002_row_security"),
        ("people", "0012_kinds_of_papers"),
        ("referrals", "0005_erasure"),
        ("services", "0007_history"),
    ]

    operations = [
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("referral", "Referral"),
                            ("refusal", "Refusal with its reason"),
                            ("person", "Copy for the person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(choices=[("ru", "Русский"), ("kk", "Қазақша")], max_length=2)),
                ("body", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "the text is being written"),
                            ("waits", "waits for signature and number"),
                            ("signed", "signed and registered"),
                            ("sent", "sent"),
                            ("cancelled", "not needed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("number", models.PositiveIntegerField(null=True)),
                ("year", models.PositiveSmallIntegerField(null=True)),
                ("registered_on", models.DateField(null=True)),
                ("signer", models.CharField(blank=True, max_length=200)),
                ("signer_post", models.CharField(blank=True, max_length=200)),
                ("signed_by", models.UUIDField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "sent_how",
                    models.CharField(
                        blank=True,
                        choices=[("mail", "by e-mail"), ("post", "by post"), ("hand", "handed over")],
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Letterhead",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.agency",
                    ),
                ),
                ("head_ru", models.CharField(blank=True, max_length=300)),
                ("head_kk", models.CharField(blank=True, max_length=300)),
                ("neutral_ru", models.CharField(blank=True, max_length=300)),
                ("neutral_kk", models.CharField(blank=True, max_length=300)),
                ("contacts", models.CharField(blank=True, max_length=300)),
                ("signer", models.CharField(blank=True, max_length=200)),
                ("signer_post_ru", models.CharField(blank=True, max_length=200)),
                ("signer_post_kk", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("referral", "Referral"),
                            ("refusal", "Refusal with its reason"),
                            ("person", "Copy for the person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("language", models.CharField(choices=[("ru", "Русский"), ("kk", "Қазақша")], max_length=2)),
                ("body", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="ReferralLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("answer", "accept or refuse"), ("outcome", "tell what became of it")],
                        max_length=10,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("mail", "by e-mail"), ("paper", "on a printed letter")], max_length=10
                    ),
                ),
                ("language", models.CharField(choices=[("ru", "Русский"), ("kk", "Қазақша")], max_length=2)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("token", models.UUIDField(null=True)),
                ("masked", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_by", models.UUIDField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at"],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="pdf",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="referrals.referral"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="to_agency",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="word",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="lettertext",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="referrallink",
            name="agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="referrallink",
            name="paper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="referrallink",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links", to="referrals.referral"
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["agency", "-made_at", "-id"], name="letter_register"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("agency", "year", "number"), name="letter_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number__isnull", True), ("state__in", ["draft", "waits", "cancelled"])),
                    models.Q(
                        ("number__isnull", False),
                        ("registered_on__isnull", False),
                        ("signed_by__isnull", False),
                        ("state__in", ["signed", "sent"]),
                    ),
                    _connector="OR",
                ),
                name="letter_signed_has_its_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sent_at__isnull", False),
                        ("state", "sent"),
                        models.Q(("sent_how", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "sent"), _negated=True),
                        ("sent_at__isnull", True),
                        ("sent_how", ""),
                    ),
                    _connector="OR",
                ),
                name="letter_sent_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="lettertext",
            constraint=models.UniqueConstraint(
                fields=("agency", "kind", "language"), name="letter_text_once_a_kind"
            ),
        ),
        AsAuthz(link_sql.FORWARDS, link_sql.BACKWARDS),
        Protect("referrals_referrallink", Rules(LINK, f"{LINK} AND {OWN}", LINK)),
        Protect("referrals_letter", Rules(LETTER, f"{LETTER} AND {OWN}", LETTER)),
        Protect("referrals_lettertext", by_agency()),
        # How an agency writes is on everything it sends: whoever answers by a link reads its name too.
        Protect(
            "referrals_letterhead",
            Rules(f"{MINE} IS NOT NULL", f"agency_id = {MINE}", f"agency_id = {MINE}", f"agency_id = {MINE}"),
        ),
        AsAuthz(link_sql.FORGETS, link_sql.REMEMBERS),
        migrations.RunSQL(link_sql.ON_ERASURE, link_sql.NO_MORE),
        KeepHistory("referrals_letter", person=of_parent("referrals_referral", "referral_id")),
    ]
