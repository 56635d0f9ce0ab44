"""What a set-up step was last done for: a hash of its inputs, so that an unchanged step is skipped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """A hash of the files' names and contents and of some words."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(f"\0{path}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def fresh(stamp: Path, mark: str) -> bool:
    """Whether the step was done for exactly these inputs."""
    try:
        return stamp.read_text() == mark
    except OSError:
        return False


def done(stamp: Path, mark: str) -> None:
    """Note that the step is done for these inputs."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)
