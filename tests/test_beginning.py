"""Demo or real on the command line: `begin`, `doctor`, and the way back in for whoever lost the phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.installation import Installation, installation

pytestmark = pytest.mark.slow
ENGLISH = {"LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"}


@pytest.fixture(scope="module")
def demo() -> Iterator[Installation]:
    """A new home, begun as a demo."""
    with installation(ENGLISH) as made:
        yield made


def test_a_demo_says_so_and_becomes_real_for_good(demo: Installation) -> None:
    assert "installation: demo: invented people only" in demo.run("doctor", check=False).stdout
    assert demo.run("begin", "demo").returncode == 0, "said twice it is no mistake"
    demo.run("begin", "real")
    said = demo.run("doctor", check=False).stdout
    assert "installation: for real people" in said
    assert "second factor: 1 workers will make one" in said
    assert "FAIL  first log-in" in said
    refused = demo.run("begin", "demo", check=False)
    assert refused.returncode == 1 and "stays so" in refused.stderr
    pilot = demo.run(
        "django",
        "shell",
        "-c",
        "import sys; from tirek.gate.installation import is_demo; sys.exit(is_demo())",
    )
    assert pilot.returncode == 0


def test_a_lost_phone_is_forgotten_on_the_server(demo: Installation) -> None:
    demo.run("begin", "real")
    with demo.database() as database:
        database.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
            " SELECT id, 'totp', '{\"secret\": \"x\"}', now() FROM agencies_user"
        )
    assert "FAIL  secrets of the second factor: 1 do not open" in demo.run("doctor", check=False).stdout
    unknown = demo.run("forget-second-factor", "nobody", check=False)
    assert unknown.returncode == 1 and "Traceback" not in unknown.stderr
    done = demo.run("forget-second-factor", "admin", "--by", "admin")
    assert "1 forgotten" in done.stdout
    with demo.database() as database:
        assert database.execute("SELECT count(*) FROM mfa_authenticator").fetchone() == (0,)
        written = "SELECT count(*) FROM audit_journalentry WHERE action = 'agencies.forget_second_factor'"
        assert database.execute(written).fetchone() == (1,)
