"""The work folder of one batch, beside its output: what is prepared stays there until the output is whole, so that a run can go on."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from tirek.linkage.batch.problems import BatchProblem, unreadable
from tirek.linkage.keys import KEYS_VERSION

PARTS_VERSION: Final = 2
"""Raise it whenever a prepared row would be written otherwise: parts of a former version are never gone on with."""
_MANIFEST: Final = "manifest.json"


def digest_of(path: Path) -> str:
    """The SHA-256 of a list as it lies there."""
    total = sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(1 << 20):
                total.update(block)
    except OSError as error:
        raise unreadable(path, error) from None
    return total.hexdigest()


@contextlib.contextmanager
def work_folder(out: Path, inputs: Mapping[str, str]) -> Iterator[Path]:
    """A folder for these inputs and this code; kept when the run breaks off, removed when it ends well."""
    versions = {"parts": PARTS_VERSION, "keys": KEYS_VERSION}
    wanted = json.dumps({"inputs": dict(inputs), "versions": versions}, sort_keys=True)
    name = sha256(wanted.encode()).hexdigest()[:12]
    if not out.parent.is_dir():
        raise BatchProblem(
            f"There is no folder {out.parent}. Make it, or name another place for the output.",
            f"Нет папки {out.parent}. Создайте её или укажите для результата другое место.",
        )
    folder = out.parent / f".{out.name}.{name}.work"
    _forget_former(out, folder)
    folder.mkdir(mode=0o700, exist_ok=True)
    with _alone(folder, out):
        manifest = folder / _MANIFEST
        if not manifest.exists() or manifest.read_text("utf-8") != wanted:
            for old in folder.iterdir():
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            manifest.write_text(wanted, "utf-8")
        yield folder
        shutil.rmtree(folder, ignore_errors=True)


def _forget_former(out: Path, folder: Path) -> None:
    """Work folders of the same output for other inputs or an older code are of no more use."""
    for former in out.parent.glob(f".{out.name}.*.work"):
        if former != folder:
            shutil.rmtree(former, ignore_errors=True)


@contextlib.contextmanager
def _alone(folder: Path, out: Path) -> Iterator[None]:
    """Two runs for one output would write into each other; the lock ends with the process."""
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BatchProblem(
                f"Another run is making {out.name} at this moment. Wait for it, or name another output.",
                f"Файл {out.name} сейчас готовит другой запуск. Дождитесь его или укажите другой файл.",
            ) from None
        yield
    finally:
        os.close(held)


@contextlib.contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A temporary name that becomes the output only when everything is written; the old output stays until then."""
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.unfinished")
    try:
        yield unfinished
        with unfinished.open("rb") as stream:
            os.fsync(stream.fileno())
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
