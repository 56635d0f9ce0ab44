"""Set-up as the user sees it: a short line a step with its time, the full story in a log file."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tirek.machine.problems import Problem, disk_full, no_permission, words

WIDTH = 46
OUT_OF_REACH = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "No matching distribution found",
    "Max retries exceeded",
    "Connection refused",
    "Network is unreachable",
    "Read timed out",
    "ProxyError",
    "SSLError",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "ERR_SOCKET_TIMEOUT",
)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print the step's name when it begins and its time when it is done."""
    began = time.monotonic()
    print(f"  {name} ".ljust(WIDTH, "."), end=" ", flush=True)
    try:
        yield
    except BaseException:
        print("✗" if _speaks_unicode() else "failed", flush=True)
        raise
    print(f"{time.monotonic() - began:5.1f} s", flush=True)


def run(command: Sequence[str | Path], log: Path, *, cwd: Path, env: Mapping[str, str] | None = None) -> None:
    """Run a program of the set-up with its output in `log`; its failure becomes one plain sentence."""
    parts = [str(part) for part in command]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"\n$ {' '.join(parts)}\n")
        stream.flush()
        began = stream.tell()
        done = subprocess.run(
            parts,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        with log.open("rb") as written:
            written.seek(began)
            raise explain(written.read().decode(errors="replace"), parts[0], log)


def explain(said: str, program: str, log: Path) -> Problem:
    """What a failed program of the set-up means for the user."""
    if "No space left" in said or "ENOSPC" in said or "Disk quota exceeded" in said:
        return disk_full(log.parent)
    if any(sign in said for sign in OUT_OF_REACH):
        return Problem(
            words("A package registry is out of reach.", "Хранилище пакетов недоступно."),
            words(
                f"Check the network and proxy settings (pip and npm), then repeat. The whole story is in {log}.",
                f"Проверьте сеть и прокси (для pip и npm) и повторите. Подробности в {log}.",
            ),
        )
    if "Permission denied" in said or "EACCES" in said:
        return no_permission(log.parent)
    last = [line.strip() for line in said.splitlines() if line.strip()][-1:] or [program]
    return Problem(
        words(f"A step of the set-up failed: {last[0]}", f"Шаг установки не удался: {last[0]}"),
        words(f"The whole story is in {log}.", f"Подробности в {log}."),
    )


def _speaks_unicode() -> bool:
    return (sys.stdout.encoding or "").lower().startswith("utf")
