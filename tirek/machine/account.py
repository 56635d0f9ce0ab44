"""Whom the embedded server runs as: the present user, or an existing unprivileged one when root starts it."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tirek.machine.problems import Problem, words

UNPRIVILEGED = ("postgres", "_postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine; `borrowed` when root lends the server to it."""

    uid: int
    gid: int
    name: str
    borrowed: bool

    def options(self) -> dict[str, Any]:
        """Arguments that make subprocess run a program as this account, from a folder everyone may enter."""
        common: dict[str, Any] = {
            "cwd": "/",
            "env": _environment(),
            "umask": 0o077,
            "start_new_session": True,
        }
        if self.borrowed:
            common |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return common

    def run(self, command: Sequence[str | Path], *, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program as this account and return what it said; it hears no Ctrl-C meant for us."""
        try:
            return subprocess.run(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=timeout,
                check=False,
                **self.options(),
            )
        except PermissionError as error:
            return subprocess.CompletedProcess([], 126, "", str(error))
        except OSError as error:
            return subprocess.CompletedProcess([], 127, "", str(error))

    def reaches(self, folder: Path) -> bool:
        """Whether this account may pass into a folder."""
        if not self.borrowed:
            return os.access(folder, os.X_OK)
        return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).returncode == 0

    def make_private(self, folder: Path) -> None:
        """Make a folder only this account may open; refuse one that somebody else left there."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            found = folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.uid, os.geteuid()):
                raise _not_ours(folder) from None
        if self.borrowed:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def write(self, path: Path, text: str) -> None:
        """Write a small file this account may read and nobody else."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            if self.borrowed:
                os.fchown(stream.fileno(), self.uid, self.gid)
            stream.write(text)


def of_folder(folder: Path) -> Account:
    """The account that owns a database made earlier: the server must go on as the same one."""
    owner = folder.stat().st_uid
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise _not_ours(folder)
        return _present()
    return unprivileged() if owner == 0 else _entry(pwd.getpwuid(owner), borrowed=True)


def unprivileged() -> Account:
    """The present user, or for root the first of the unprivileged accounts this machine already has."""
    if os.geteuid() != 0:
        return _present()
    for name in UNPRIVILEGED:
        try:
            account = _entry(pwd.getpwnam(name), borrowed=True)
        except KeyError:
            continue
        if account.uid != 0 and account.run(["/bin/sh", "-c", "true"]).returncode == 0:
            return account
    raise Problem(
        words(
            "PostgreSQL refuses to run as root, and this machine has no unprivileged account to lend it to.",
            "PostgreSQL не работает от имени root, а непривилегированной учётной записи на этой машине нет.",
        ),
        words("Run the command as an ordinary user.", "Запустите команду от имени обычного пользователя."),
    )


def _present() -> Account:
    try:
        return _entry(pwd.getpwuid(os.geteuid()), borrowed=False)
    except KeyError:
        return Account(os.geteuid(), os.getegid(), str(os.geteuid()), borrowed=False)


def _entry(entry: pwd.struct_passwd, *, borrowed: bool) -> Account:
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name, borrowed)


def _environment() -> dict[str, str]:
    """A bare environment: the server must not depend on whose terminal started it."""
    kept = {name: os.environ[name] for name in ("PATH", "TZ", "LD_LIBRARY_PATH") if name in os.environ}
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", **kept}


def _not_ours(folder: Path) -> Problem:
    return Problem(
        words(f"{folder} belongs to another user.", f"Папка {folder} принадлежит другому пользователю."),
        words(
            "Run the command as its owner, or set TIREK_HOME to a folder of your own.",
            "Запустите команду от имени её владельца или укажите в TIREK_HOME свою папку.",
        ),
    )
