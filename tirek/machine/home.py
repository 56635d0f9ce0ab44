"""Where an installation keeps its database, files and reports: TIREK_HOME, by default var/ of the project."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tirek.machine.problems import plainly

PROJECT = Path(__file__).resolve().parents[2]
SIDES = Path("/var/tmp")  # noqa: S108  (folders in it are 0700 and refused when somebody else owns them)


@dataclass(frozen=True)
class Home:
    """The folder of one installation; every path Tirek writes to hangs from it."""

    root: Path

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> Home:
        """The folder TIREK_HOME names, else var/ beside the code."""
        named = environ.get("TIREK_HOME", "").strip()
        return cls(Path(named).expanduser().absolute() if named else PROJECT / "var")

    @property
    def postgres(self) -> Path:
        """The embedded server's folder; a link when the server's account cannot reach the home."""
        return self.root / "postgres"

    @property
    def files(self) -> Path:
        """Uploaded and produced documents."""
        return self.root / "files"

    @property
    def report(self) -> Path:
        """The report documents `make run` leaves for reading."""
        return self.root / "report"

    @property
    def logs(self) -> Path:
        """What the web server and the worker said."""
        return self.root / "logs"

    @property
    def secrets(self) -> Path:
        """Passwords and keys, mode 0600."""
        return self.root / "secrets.json"

    @property
    def keys(self) -> Path:
        """The keys that wrap people's data keys, mode 0600; backed up apart from the database."""
        return self.root / "keys.json"

    @property
    def lock(self) -> Path:
        """Held for a moment while somebody starts or stops the server."""
        return self.root / "postgres.lock"

    @property
    def users(self) -> Path:
        """Held shared by every command that uses the server, as long as it lives."""
        return self.root / "postgres.users"

    @property
    def side(self) -> Path:
        """A short, reachable folder for what cannot lie in the home: named after it, mode 0700."""
        mark = hashlib.sha256(os.fsencode(os.path.realpath(self.root))).hexdigest()[:12]
        return SIDES / f"tirek-{mark}"

    def prepare(self) -> None:
        """Make the folders; strangers may not list them, the server's account may pass through when root made them."""
        with plainly(self.root):
            if not self.root.is_dir():
                self.root.mkdir(parents=True)
                self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.files, self.report, self.logs):
                folder.mkdir(mode=0o700, exist_ok=True)
            if not os.access(self.root, os.W_OK | os.X_OK):
                raise PermissionError(13, "not writable", str(self.root))
