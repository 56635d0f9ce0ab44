"""One embedded PostgreSQL: made, started, found running, recovered after a crash, stopped."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tirek.machine import account as accounts
from tirek.machine import binaries, processes
from tirek.machine.account import Account
from tirek.machine.binaries import Binaries
from tirek.machine.home import Home
from tirek.machine.problems import Problem, disk_full, no_permission, plainly, words

ADMIN = "tirek_admin"
PORT = 5432  # only a part of the socket's name: the server listens on no network port
LONGEST_SOCKET = 100  # bytes; Linux takes 107, macOS 103
START_SECONDS = 120
ORPHANS = "pre-existing shared memory"
ORPHANS_SECONDS = 10
LARGEST_LOG = 5_000_000

# A statement that failed, and what it says of its failure, may hold a name: neither is written. The client is told, and its own log
# keeps the SQLSTATE (tirek/config/logs.py).
SETTINGS = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
password_encryption = 'scram-sha-256'
jit = off
shared_buffers = 256MB
log_checkpoints = off
log_min_messages = log
log_min_error_statement = panic
log_statement = 'none'
log_min_duration_statement = -1
log_line_prefix = '%m [%p] %q%u@%d '
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_error_verbosity = terse
"""
# For databases thrown away after the tests: nothing is lost when the machine is.
THROWAWAY = """\
fsync = off
synchronous_commit = off
full_page_writes = off
max_wal_size = 4GB
autovacuum_naptime = 10min
"""


@dataclass
class Cluster:
    """The server of one home; every method expects the caller to hold the home's lock."""

    home: Home
    admin_password: str
    environ: Mapping[str, str]
    durable: bool = True
    _log_before: int = 0

    @cached_property
    def folder(self) -> Path:
        """The server's own folder: in the home, else (for a borrowed account that cannot reach it) beside, under /var/tmp."""
        if self.home.postgres.exists() or not self.account.borrowed or self.account.reaches(self.home.root):
            return Path(os.path.realpath(self.home.postgres))
        return self.home.side / "postgres"

    @cached_property
    def account(self) -> Account:
        """Whom the server runs as; a database made earlier decides."""
        if self.home.postgres.exists():
            return accounts.of_folder(Path(os.path.realpath(self.home.postgres)))
        return accounts.unprivileged()

    @cached_property
    def programs(self) -> Binaries:
        """initdb, pg_ctl and postgres."""
        return binaries.find(self.account, self.home.side, self.environ)

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def socket_folder(self) -> Path:
        """Where the server's socket lies: its own folder, or a short path when that one is too long for a socket."""
        own = self.folder / "socket"
        name = len(os.fsencode(own)) + len(f"/.s.PGSQL.{PORT}")
        return own if name <= LONGEST_SOCKET else self.home.side / "socket"

    def pid(self) -> int | None:
        """The running server's process number; None when it does not run, whatever postmaster.pid says."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            pid = abs(int(lines[0]))
        except (OSError, ValueError, IndexError):
            return None
        return pid if processes.alive(pid) and processes.works_in(pid, self.data) else None

    def ensure_running(self) -> bool:
        """Make the database if there is none and start the server unless it answers; True when it was started."""
        if self.pid() is not None and self._ready():
            return False
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._check_version()
        self._clear_crash()
        self._start()
        return True

    def stop(self) -> None:
        """Stop the server in an orderly way, or at once when it does not obey; the data is safe in both cases."""
        if self.pid() is None:
            return
        for mode, seconds in (("fast", 60), ("immediate", 20)):
            done = self.account.run(
                [
                    self.programs / "pg_ctl",
                    "stop",
                    "-D",
                    self.data,
                    "-m",
                    mode,
                    "-w",
                    "-t",
                    str(seconds),
                    "-s",
                ],
                timeout=seconds + 10,
            )
            if done.returncode == 0 or self.pid() is None:
                return

    def _ready(self) -> bool:
        """Wait while another start or stop is on its way; True when the server accepts connections."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.pid() is not None:
            try:
                state = (self.data / "postmaster.pid").read_text().splitlines()[7].strip()
            except (OSError, IndexError):
                state = ""
            if state == "ready":
                return True
            time.sleep(0.02)
        return False

    def _make(self) -> None:
        """Create the data directory beside its place and move it there whole, so that a kill leaves no half of one."""
        with plainly(self.folder):
            if self.folder.parent == self.home.side:
                self.account.make_private(self.home.side)
            self.account.make_private(self.folder)
            if self.folder.parent == self.home.side and not self.home.postgres.is_symlink():
                self.home.postgres.symlink_to(self.folder)
            for left in self.folder.glob("draft*"):
                shutil.rmtree(left, ignore_errors=True)
            draft, password = self.folder / "draft", self.folder / "draft-password"
            password.unlink(missing_ok=True)
            self.account.write(password, self.admin_password + "\n")
            try:
                made = self.account.run([*self._initdb(), "-D", draft, f"--pwfile={password}"])
            finally:
                password.unlink(missing_ok=True)
            if made.returncode != 0:
                shutil.rmtree(draft, ignore_errors=True)
                raise self._failure(made.stderr or made.stdout)
            with (draft / "postgresql.conf").open("a", encoding="utf-8") as stream:
                stream.write("\ninclude 'tirek.conf'\n")
            draft.rename(self.data)

    def _initdb(self) -> list[str | Path]:
        """The command for this version: from 17 the server brings its own locale, before it borrows the system's."""
        locale = ["--locale=C.UTF-8"]
        if self.programs.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        elif self.programs.major >= 15:
            locale.append("--locale-provider=libc")
        command: list[str | Path] = [self.programs / "initdb", "-U", ADMIN, "--auth=scram-sha-256"]
        command += ["--encoding=UTF8", "--data-checksums", "--no-instructions", *locale]
        return command if self.durable else [*command, "--no-sync"]

    def _check_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text().strip())
        if made_by != self.programs.major:
            raise Problem(
                words(
                    f"The database in {self.data} was made by PostgreSQL {made_by}, and version "
                    f"{self.programs.major} is installed.",
                    f"База данных в {self.data} создана PostgreSQL {made_by}, а установлена версия "
                    f"{self.programs.major}.",
                ),
                words(
                    "Move the data over as docs/running.md says, or set TIREK_HOME to an empty folder.",
                    "Перенесите данные по docs/running.md или укажите в TIREK_HOME пустую папку.",
                ),
            )

    def _clear_crash(self) -> None:
        """After kill -9 or a power cut: end the orphans of the dead server, drop its pid (it may be somebody else's now).

        PostgreSQL itself trusts any living process of that number, even a zombie. It still refuses to start while a
        process of the dead server is attached to its memory, so dropping the file here cannot make two servers."""
        left = (self.data / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock")
        if any(path.exists() for path in left):
            processes.kill_all_in(self.data)
        for path in left:
            path.unlink(missing_ok=True)

    def _start(self) -> None:
        with plainly(self.folder):
            if self.socket_folder.parent == self.home.side:
                self.account.make_private(self.home.side)
            self.account.make_private(self.socket_folder)
            self.account.write(self.data / "tirek.conf", self._settings())
            if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
                self.log.replace(self.log.with_suffix(".old.log"))
        until = time.monotonic() + ORPHANS_SECONDS
        while not self._started():
            if ORPHANS not in self._said_last() or time.monotonic() > until:
                raise self._failure(self._said_last())
            time.sleep(0.1)

    def _started(self) -> bool:
        self._log_before = self.log.stat().st_size if self.log.exists() else 0
        command: list[str | Path] = [self.programs / "pg_ctl", "start", "-D", self.data, "-l", self.log]
        done = self.account.run([*command, "-w", "-s", "-t", str(START_SECONDS)], timeout=START_SECONDS + 10)
        return done.returncode == 0 and self.pid() is not None

    def _settings(self) -> str:
        folder = str(self.socket_folder).replace("'", "''")
        place = f"unix_socket_directories = '{folder}'\nport = {PORT}\n"
        return SETTINGS + place + ("" if self.durable else THROWAWAY)

    def _said_last(self) -> str:
        """What the server wrote since the last attempt to start it."""
        if not self.log.exists():
            return ""
        with plainly(self.log), self.log.open("rb") as log:
            log.seek(self._log_before)
            return log.read().decode(errors="replace")

    def _failure(self, said: str) -> Problem:
        """One plain sentence for what the server complained about."""
        if "No space left" in said:
            return disk_full(self.folder)
        if "Permission denied" in said:
            return no_permission(self.folder)
        told = [line for line in said.strip().splitlines() if "FATAL" in line or "error:" in line]
        reason = told[-1] if told else said.strip()[-300:]
        return Problem(
            words(
                f"The embedded PostgreSQL does not start: {reason}",
                f"Встроенный PostgreSQL не запускается: {reason}",
            ),
            words(f"The whole story is in {self.log}.", f"Подробности в {self.log}."),
        )
