"""A referral on the waiting list and its place in the offer's queue are one: seen by the envelope, ended with it.

Beside it the index of letters that wait for a signature, and drafts that end unsent stay their sender's.
"""

from django.db import migrations, models

from tirek.gate.categories import Category
from tirek.gate.rls import MINE, STAFF, AsAuthz
from tirek.referrals import queue_sql

HEALTH = Category.HEALTH.value
CATEGORIES = "(SELECT authz.categories())::smallint[]"
SEEN_BY_ROLE = f"""1 = ANY ({CATEGORIES}) AND (category <> {HEALTH} OR {HEALTH} = ANY ({CATEGORIES})
    OR (from_agency_id = {MINE} AND (SELECT authz.worker()) IN (made_by, escalate_to)))"""
ENVELOPE = f"""((from_agency_id = {MINE} AND (status <> 'draft' OR entered_by_id = {MINE}))
    OR (to_agency_id = {MINE} AND status <> 'draft')) AND {SEEN_BY_ROLE}"""
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
# A draft that was never sent is nobody else's to read, also once it is withdrawn or its consent is.
SENT = f"""((from_agency_id = {MINE} AND (status <> 'draft' OR entered_by_id = {MINE}))
    OR (to_agency_id = {MINE} AND sent_at IS NOT NULL)) AND {SEEN_BY_ROLE}"""
ONLY_SENT = f"""
ALTER POLICY read ON referrals_referral USING ({SENT});
ALTER POLICY change ON referrals_referral USING ({SENT}) WITH CHECK ({SENT});
"""
BEFORE = f"""
ALTER POLICY read ON referrals_referral USING ({ENVELOPE});
ALTER POLICY change ON referrals_referral USING ({ENVELOPE}) WITH CHECK ({ENVELOPE});
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
        migrations.RunSQL(ONLY_SENT, BEFORE),
        AsAuthz(queue_sql.LEAVES, queue_sql.STAYS),
        migrations.RunSQL(queue_sql.ON_MOVE, queue_sql.NO_MORE),
    ]
