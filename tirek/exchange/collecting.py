"""Long work over many small objects: Python's search for cycles would take a third of its time and find none."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_collecting() -> Iterator[None]:
    """Hold the cyclic garbage collector while many rows are in memory; counted references go on being freed."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
