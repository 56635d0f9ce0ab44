"""Wall time and memory of processes, read from /proc."""

from __future__ import annotations

import contextlib
import math
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.installation import descendants
from tirek.machine.home import PROJECT

MEGABYTE = 1024 * 1024
PAUSE = 0.05


@dataclass(frozen=True)
class Measured:
    """How long a command took, and the most memory its Python processes held together at one moment."""

    seconds: float
    peak_bytes: int
    stdout: str


class Failed(RuntimeError):
    """A measured command ended badly: its time means nothing."""


def measure(command: Sequence[str], environment: Mapping[str, str], folder: Path) -> Measured:
    """Run a command to its end, looking at its memory every 50 ms; output goes to files so that it never waits.

    Memory is Pss: a process that has just forked shares every page with its child, and must not be counted twice.
    """
    with (folder / "stdout").open("w+") as out, (folder / "stderr").open("w+") as err:
        began = time.monotonic()
        process = subprocess.Popen(
            list(command), cwd=PROJECT, env=dict(environment), stdout=out, stderr=err, text=True
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, _held([process.pid, *descendants(process.pid)]))
            time.sleep(PAUSE)
        seconds = time.monotonic() - began
        out.seek(0)
        err.seek(0)
        said, complained = out.read(), err.read()
    if process.returncode:
        raise Failed(
            f"{' '.join(command[1:4])} ended with {process.returncode}: {said[-500:]}{complained[-3000:]}"
        )
    return Measured(seconds, peak, said)


def _held(pids: Iterable[int]) -> int:
    total = 0
    for pid in pids:
        if is_python(pid):
            with contextlib.suppress(OSError):  # it has just ended
                total += proportional([pid])
    return total


def is_python(pid: int) -> bool:
    """Whether a process is Python's and not PostgreSQL's: the database is measured by nobody's limit here."""
    try:
        return "python" in Path(f"/proc/{pid}/exe").readlink().name
    except OSError:
        return False


def proportional(pids: Iterable[int]) -> int:
    """Pss: memory with each shared page divided among those who share it."""
    total = 0
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
    return total


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return percentile(values, 0.5)
