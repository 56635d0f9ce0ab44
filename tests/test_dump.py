"""What leaves an installation tells nobody: its dump and files hold no sealed value, its logs no personal value at all.

One installation, filled as after some months, is looked at from outside; then it is restored elsewhere and its keys are rotated.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import openpyxl
import psycopg
import pytest
from psycopg import sql

from bench.installation import Installation, installation, wait_for
from bench.visitor import Visitor
from tests import filling
from tirek.config.keys import seeing_all
from tirek.exchange.tests import make
from tirek.gate.ciphers import open_, open_secret, place, seal_secret
from tirek.machine import binaries, credentials, database, keyring, roles
from tirek.machine.database import Connections
from tirek.machine.home import PROJECT, Home
from tirek.machine.keyring import unwrap

pytestmark = pytest.mark.slow
SHORTEST = 8
"""Bytes: whatever is shorter stands in a dump by chance."""
TYPED = "Беспамятнов"
OPEN_SECRETS = {"secrets.json", "keys.json", "first-login.json"}


@dataclass(frozen=True)
class Filled:
    """The installation and what it holds."""

    one: Installation
    folder: Path
    sealed: frozenset[str]
    said: dict[str, str]

    @property
    def iins(self) -> set[str]:
        return {value for value in self.sealed if re.fullmatch(r"\d{12}", value)}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """The pilot through the real import, and what `tests.filling` adds."""
    folder = tmp_path_factory.mktemp("filled")
    with installation({"LC_ALL": "C.UTF-8"}) as one:
        for command in (["tirek.demo.pilot"], ["tests.filling", str(folder)]):
            done = subprocess.run(
                [sys.executable, "-m", *command], cwd=PROJECT, env=one.environment, capture_output=True, text=True, check=False
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
        said = json.loads((folder / "said.json").read_text())
        with database.running(one.home, {}) as connections:
            yield Filled(one, folder, frozenset(opened(one.home, connections)), said)


def opened(home: Home, connections: Connections) -> set[str]:
    """Every sealed text of the database, opened with the home's keys; of a workbook and of waiting rows, what nobody else knows."""
    ring = keyring.parse(home.keys.read_text())
    found = {filling.WAITING}
    with seeing_all(connections.migrator) as rows:
        keys = {
            owner: unwrap(bytes(wrapped), version, ring)
            for owner, wrapped, version in rows.execute("SELECT owner_id, wrapped, version FROM gate_datakey")
        }
        for value, owner, kind, body in rows.execute(
            "SELECT id, coalesce(person_id, agency_id), kind, body FROM gate_sealedvalue"
        ):
            text = open_(keys[owner], bytes(body), place(owner, value))
            if kind not in ("source_rows", "workbook", "consent"):
                found.add(text.decode())
            elif kind == "workbook":
                found |= numbers_in(text)
        for (sealed,) in rows.execute(
            "SELECT coalesce(data->>'secret', data->>'seed') FROM mfa_authenticator"
        ):
            found.add(open_secret(sealed, keys=ring))
    return {text for text in found if len(text.encode()) >= SHORTEST}


def numbers_in(workbook: bytes) -> set[str]:
    """IINs and phones of a workbook."""
    found: set[str] = set()
    for sheet in openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True):
        rows = sheet.iter_rows(values_only=True)
        places: list[int] = []
        for row in rows:
            if "ИИН" in row or "Телефон" in row:
                places = [number for number, cell in enumerate(row) if cell in ("ИИН", "Телефон")]
            else:
                found |= {str(row[number]) for number in places if number < len(row) and row[number]}
    return found


def disguises(value: str) -> Iterator[bytes]:
    """A value as it may stand in a file: as text, as digits alone, in hexadecimal, in base64 wherever it began, as a bare hash."""
    digits = re.sub(r"\D", "", value)
    for text in {value, digits} if len(digits) >= 10 else {value}:
        plain = text.encode()
        yield plain
        yield from (plain.hex().encode(), plain.hex().upper().encode())
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + plain)
            yield coded[4 if shift else 0 : (len(plain) + shift) // 3 * 4]
        if re.fullmatch(r"\d{12}", text):
            for name in ("sha256", "sha1", "md5"):
                digest = hashlib.new(name, plain)
                yield from (
                    digest.hexdigest().encode(),
                    base64.b64encode(digest.digest())[:-2],
                    digest.digest(),
                )


def met(values: Iterable[str], *places: Path) -> list[str]:
    """Where one of the values stands, whatever it is dressed in: by grep, which looks for thousands of texts in one pass."""
    needles = {max(one.split(b"\n"), key=len) for value in values for one in disguises(value)}
    with tempfile.NamedTemporaryFile() as wanted:
        wanted.write(b"\n".join(sorted(needles)))
        wanted.flush()
        keys = [f"--exclude={name}" for name in OPEN_SECRETS]
        command = ["grep", "-r", "-a", "-o", "-F", "-f", wanted.name, *keys, *map(str, places), "/dev/null"]
        done = subprocess.run(command, env={"LC_ALL": "C"}, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.decode(errors="replace").splitlines()


def dump(filled: Filled, connections: Connections, *options: str) -> Path:
    """What `docs/running.md` says to do for a backup."""
    made = filled.folder / "tirek.dump"
    program = binaries.wheel_folder() / "pg_dump"
    subprocess.run(
        [program, *options, "--exclude-table=authz.actor_key", "-f", made, connections.backup], check=True
    )
    return made


@pytest.fixture(scope="module")
def connections(filled: Filled) -> Connections:
    return database.embedded_connections(filled.one.cluster, credentials.load_or_create(filled.one.home))


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    place = tmp_path / "file"
    for dressed in disguises(filling.IIN):
        place.write_bytes(b"x" * 5 + dressed + b"y")
        assert met([filling.IIN], tmp_path), dressed
    for before in (b"", b"a", b"ab", b"abc"):
        place.write_bytes(base64.b64encode(before + filling.ADDRESS.encode() + b"tail"))
        assert met([filling.ADDRESS], place)
    place.write_bytes(b"890308-399989 and nothing else")
    assert met([filling.IIN, filling.ADDRESS], place) == []


def test_a_dump_holds_no_sealed_value(filled: Filled, connections: Connections) -> None:
    assert len(filled.sealed) > 170 and len(filled.iins) > 90
    assert set(filling.SEALED) | {filling.SEED, filling.WAITING} <= filled.sealed
    made = dump(filled, connections, "--format=plain")
    assert met([filling.PERSON], made), "the dump is of this database"
    assert met(filled.sealed, made) == []


def test_no_file_of_the_home_holds_a_sealed_value(filled: Filled, connections: Connections) -> None:
    """PostgreSQL's own files too, its log of writes among them; but not those that hold the keys."""
    with psycopg.connect(connections.admin or "", autocommit=True) as admin:
        admin.execute("CHECKPOINT")
    places = [filled.one.home.root, filled.one.cluster.folder]
    assert met([filling.PERSON], *places)
    assert met(filled.sealed, *places) == []


def stumbling(one: Installation, visitor: Visitor, folder: Path) -> None:
    """Whatever makes a server complain: searches, pages that are not there, a wrong log-in, a broken table, a bad workbook."""
    visitor.get(f"/people/?q={quote(TYPED)}")
    visitor.send("/people/", {"q": filling.IIN})
    for path in (f"/people/{quote(TYPED)}/", f"/people/{filling.IIN}/", f"/people/{uuid.uuid4()}/"):
        assert visitor.get(path).status == 404
    assert visitor.post("/people/", {"q": TYPED}).status == 403
    stranger = Visitor(visitor.address)
    stranger.send("/account/login/", {"login": TYPED, "password": TYPED, "invented": "on"})
    with one.database() as admin:
        admin.execute("ALTER TABLE people_person RENAME sort_key TO sort_key_of_another_day")
        try:
            assert visitor.get(f"/people/?q={quote(TYPED)}").status == 500
        finally:
            admin.execute("ALTER TABLE people_person RENAME sort_key_of_another_day TO sort_key")
        upload(admin, visitor, folder, "one.xlsx")
        admin.execute(
            "ALTER TABLE exchange_import ADD CONSTRAINT broken CHECK (state <> 'reading') NOT VALID"
        )
        try:
            upload(admin, visitor, folder, f"{TYPED}.xlsx")
        finally:
            admin.execute("ALTER TABLE exchange_import DROP CONSTRAINT broken")


def upload(admin: psycopg.Connection, visitor: Visitor, folder: Path, name: str) -> None:
    """A workbook with mistakes, and wait until the worker has read it or given up."""
    path = folder / name
    path.write_bytes(
        make.workbook(
            {"Обращения": [make.APPLICATIONS, (1, "31.02.2017", TYPED, "890308399980", "32.01.1990", "?", "да", name)]}
        )
    )  # fmt: skip
    visitor.send("/imports/", {"settle": "hold"}, {"file": path})
    question = "SELECT 1 FROM exchange_import WHERE name = %s AND state IN ('previewed', 'failed')"
    assert wait_for(lambda: admin.execute(question, [name]).fetchone(), 60)


def test_no_log_says_anything_of_anybody(filled: Filled, connections: Connections) -> None:
    one = filled.one
    with one.serve() as served:
        visitor = Visitor(served.address)
        visitor.log_in(*one.login())
        stumbling(one, visitor, filled.folder)
        said = one.home.logs / "worker.log"
        assert wait_for(lambda: "CheckViolation" in said.read_text(), 30)
    paths = [*one.home.logs.glob("*.log"), one.cluster.log]
    logs = {path.name: path.read_text() for path in paths}
    assert "500 GET desk:people" in logs["web.log"] and "404 GET" in logs["web.log"]
    assert "exchange.read" in logs["worker.log"]
    with psycopg.connect(connections.admin or "") as admin:
        born = {
            str(row[0])
            for row in admin.execute("SELECT birth_on FROM people_person WHERE birth_on IS NOT NULL")
        }
    for name, log in logs.items():
        # Every name here is in Cyrillic letters: none of them, in whatever form a log may write it.
        assert re.findall(r"(?i)[\u0400-\u04ff].*|\\u04.*|%d[01].*|\\xd[01].*", log) == [], name
    assert met(filled.sealed | born, *paths) == []


def counted(admin_url: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(admin_url) as admin:
        tables = [
            row[0] for row in admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]
        found = {}
        for table in tables:
            row = admin.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            found[table] = row[0] if row else 0
        return found


def test_a_dump_of_the_backup_role_is_restored_and_the_program_runs_on_it(
    filled: Filled, connections: Connections
) -> None:
    """Step by step what docs/running.md says."""
    dump(filled, connections, "--format=custom")
    with tempfile.TemporaryDirectory(prefix="tirek-restored-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        other = Installation(Home(Path(folder) / "home"), {"LC_ALL": "C.UTF-8"})
        other.home.prepare()
        for name in ("secrets.json", "keys.json"):
            shutil.copy(filled.one.home.root / name, other.home.root / name)
        try:
            with database.running(other.home, {}) as there:
                assert there.admin is not None and connections.admin is not None
                with psycopg.connect(there.admin, autocommit=True) as admin:
                    admin.execute("DROP SCHEMA authz CASCADE")
                program = binaries.wheel_folder() / "pg_restore"
                subprocess.run(
                    [program, "--exit-on-error", "-d", there.admin, filled.folder / "tirek.dump"], check=True
                )
                kept = credentials.load_or_create(other.home)
                roles.install_roles(there.admin, kept.passwords, database="tirek", actor_key=kept.actor_key)
                assert counted(there.admin) == counted(connections.admin)
                assert "0 do not open" in other.run("keys", "check", "--all").stdout
                assert filling.PERSON in other.run("lookup", *filling.PERSON.split()).stdout
                doctor = other.run("doctor", check=False).stdout
                assert "FAIL  migrations" not in doctor and "FAIL  database" not in doctor
        finally:
            other.remove()


def test_after_a_rotation_a_former_key_may_be_removed(filled: Filled, connections: Connections) -> None:
    one = filled.one
    assert "Under key 2 are now" in one.run("keys", "rotate").stdout
    looked = one.run("keys", "check", "--all").stdout
    assert "4 secrets of log-ins looked at, 0 do not open" in looked
    assert "Nothing in the database is under a former key" in looked
    ring = keyring.parse(one.home.keys.read_text())
    keyring.keep(one.home, keyring.Keyring({ring.current: ring.keys[ring.current]}))
    assert ", 0 do not open" in one.run("keys", "check", "--all").stdout
    assert opened(one.home, connections) >= filled.sealed
    with psycopg.connect(connections.admin or "") as admin:
        assert admin.execute("SELECT count(*) FROM gate_session").fetchone() == (0,)


def test_a_secret_left_under_a_former_key_is_told(filled: Filled, connections: Connections) -> None:
    one = filled.one
    before = keyring.parse(one.home.keys.read_text())
    one.run("keys", "rotate")
    with psycopg.connect(connections.admin or "", autocommit=True) as admin:
        admin.execute(
            "UPDATE mfa_authenticator SET data = jsonb_set(data, '{secret}', to_jsonb(%s::text)) WHERE type = 'totp'",
            [seal_secret(filling.SEED, keys=before)],
        )
    assert "2 of them" in one.run("keys", "check", "--all").stdout
    assert "0 data keys and 2 secrets" in one.run("keys", "rotate").stdout
    assert keyring.parse(one.home.keys.read_text()).current == before.current + 1, "no third key for a rest"
    assert "Nothing in the database" in one.run("keys", "check", "--all").stdout
