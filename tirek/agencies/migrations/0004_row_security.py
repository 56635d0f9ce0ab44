"""Row security on approvals: a deed and its second signature are the agency's own; a coordinator reviews the lonely ones."""

from django.db import migrations

from tirek.gate.rls import MINE, Protect, Rules

COORDINATES = (
    "(SELECT EXISTS (SELECT FROM agencies_workerrole r"
    " WHERE r.worker_id = authz.worker() AND r.code = 'coordinator'))"
)
OWN = f"agency_id = {MINE}"
SEEN = f"{OWN} OR (is_alone AND {COORDINATES})"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_first_roles_and_names"), ("gate", "0002_permits")]

    operations = [Protect("agencies_approval", Rules(read=SEEN, add=OWN, change=SEEN))]
