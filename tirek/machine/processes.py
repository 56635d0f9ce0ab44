"""Which process is which: alive or not, and in which folder it works (a pid alone may be somebody else's by now)."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether a process with this number exists, whoever owns it; a dead one nobody has reaped does not count."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return True


def works_in(pid: int, folder: Path) -> bool:
    """Whether a process has made this folder its own, as every PostgreSQL process does with its data directory."""
    wanted = os.path.realpath(folder)
    try:
        return os.path.realpath(Path(f"/proc/{pid}/cwd").readlink()) == wanted
    except FileNotFoundError:
        if Path("/proc/self/cwd").exists():
            return False
    except OSError:
        pass
    said = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in said.stdout and str(folder) in said.stdout


def kill_all_in(folder: Path) -> int:
    """Kill the processes a killed server left in its data directory; returns how many (Linux only)."""
    killed = 0
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if pid != os.getpid() and works_in(pid, folder):
            try:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            except (ProcessLookupError, PermissionError):
                continue
    return killed


def began(pid: int) -> str | None:
    """When a process began, as the system tells it: with the pid it names one process for good; None for a dead one."""
    if not alive(pid):
        return None
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        said = subprocess.run(
            ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return said.stdout.strip() or None
