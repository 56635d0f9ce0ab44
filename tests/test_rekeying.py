"""After an update that changed matching, `tirek rekey` makes everybody found again, and a second run has nothing to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.installation import Installation, installation
from tirek.linkage.tests.pilot import FOLDER

pytestmark = pytest.mark.slow
WORKBOOK = str(FOLDER / "journal.xlsx")


@pytest.fixture(scope="module")
def filled() -> Iterator[Installation]:
    with installation() as one:
        one.run("import", WORKBOOK, "--settle", "best")
        yield one


def test_keys_and_counts_of_another_version_are_written_anew(filled: Installation) -> None:
    with filled.database() as database:
        keys = dict(database.execute("SELECT id, keys FROM people_personrecord").fetchall())
        names = database.execute("SELECT sum(count) FROM people_namecount WHERE part = 'surname'").fetchone()
        database.execute("UPDATE people_personrecord SET keys = ARRAY[17]")
        database.execute("DELETE FROM people_namecount")
    said = filled.run("rekey").stdout
    assert f"{len(keys):,}" in said
    with filled.database() as database:
        assert dict(database.execute("SELECT id, keys FROM people_personrecord").fetchall()) == keys
        assert (
            database.execute("SELECT sum(count) FROM people_namecount WHERE part = 'surname'").fetchone()
            == names
        )


def test_second_run_writes_nothing(filled: Installation) -> None:
    with filled.database() as database:
        before = database.execute("SELECT max(xmin::text::bigint) FROM people_personrecord").fetchone()
    filled.run("rekey")
    with filled.database() as database:
        after = database.execute("SELECT max(xmin::text::bigint) FROM people_personrecord").fetchone()
    assert before == after
