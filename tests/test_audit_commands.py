"""`tirek anchor` and `tirek verify-audit` on a whole installation."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.installation import installation

pytestmark = pytest.mark.slow


def test_an_installation_is_sealed_anchored_and_looked_at(tmp_path: Path) -> None:
    kept = tmp_path / "anchors.txt"
    with installation({"LC_ALL": "C.UTF-8"}) as one:
        one.run("lookup", "Ким Олег", check=False)
        assert one.run("anchor").stdout.startswith("tirek-anchor 1 ")
        one.run("lookup", "Ким Олег", check=False)
        one.run("anchor", "--out", str(kept))
        assert "ok" in one.run("verify-audit", "--anchor", str(kept)).stdout
        with one.database() as database:
            database.execute("SET session_replication_role = replica")
            row = database.execute("UPDATE audit_reading SET rows = 9 RETURNING id").fetchone()
            assert row is not None
            found = one.run("verify-audit", check=False)
            assert (found.returncode, found.stdout) == (
                1,
                f"FAIL  audit_reading, row {row[0]} was changed.\n",
            )
            database.execute("DELETE FROM audit_reading")
            database.execute("DELETE FROM audit_journalentry")
            database.execute("DELETE FROM audit_formerrow")
            database.execute("DELETE FROM audit_seal")
        assert one.run("verify-audit", check=False).returncode == 0
        cut = one.run("verify-audit", "--anchor", str(kept), check=False)
        assert (cut.returncode, "cut off" in cut.stdout) == (1, True)
        nothing = one.run("verify-audit", "--anchor", str(tmp_path / "none"), check=False)
        assert (nothing.returncode, "Traceback" in nothing.stderr) == (1, False)
