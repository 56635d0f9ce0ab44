"""A referral on the waiting list and its place in the offer's queue are one: seen by the envelope, ended with it.

Beside it the index of letters that wait for a signature.
"""

from django.db import migrations, models

from tirek.gate.rls import MINE, STAFF, AsAuthz
from tirek.referrals import queue_sql

OURS = f"""agency_id = {MINE} AND EXISTS (SELECT FROM referrals_referral sent WHERE sent.id = services_waiting.referral
    AND sent.to_agency_id = {MINE} AND sent.person_id = services_waiting.person_id AND sent.offer = services_waiting.offer_id OFFSET 0)"""
SEEN = f"""
CREATE POLICY by_referral_read ON services_waiting FOR SELECT TO {STAFF} USING ({OURS});
CREATE POLICY by_referral_add ON services_waiting FOR INSERT TO {STAFF} WITH CHECK ({OURS});
CREATE POLICY by_referral_change ON services_waiting FOR UPDATE TO {STAFF} USING ({OURS}) WITH CHECK ({OURS});
"""
UNSEEN = """
DROP POLICY by_referral_read ON services_waiting;
DROP POLICY by_referral_add ON services_waiting;
DROP POLICY by_referral_change ON services_waiting;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0022_whose_turn"), ("services", "0012_one_queue")]

    operations = [
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("state", "waits")), fields=["agency", "made_at"], name="letter_waits"
            ),
        ),
        migrations.RunSQL(SEEN, UNSEEN),
        AsAuthz(queue_sql.LEAVES, queue_sql.STAYS),
        migrations.RunSQL(queue_sql.ON_MOVE, queue_sql.NO_MORE),
    ]
