"""Candidates are found key by key through their indexes.

The planner cannot know how few share a match key: for the ten keys of one question it guesses a share of the register, and would read
both tables of people whole for every name typed at intake.
"""

from django.db import migrations

from tirek.gate.rls import AsAuthz

CANDIDATES = "ALTER FUNCTION authz.candidates(int[], bytea[])"
WAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
NESTED = "; ".join(f"{CANDIDATES} SET {way} = off" for way in WAYS)
AS_PLANNED = "; ".join(f"{CANDIDATES} RESET {way}" for way in WAYS)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_list_by_permit")]

    operations = [AsAuthz(NESTED, AS_PLANNED)]
