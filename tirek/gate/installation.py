"""Whether this installation is a demo, which holds invented people only and asks no second factor, or for real people.

Whatever is not certainly a demo is for real people. An invented person has an IIN with a serial number of 99xx; of people without an
IIN nothing tells, so whoever logs in to a demo says each time that nobody real is entered there.
"""

from __future__ import annotations

import re
from typing import Final

from django.db import connection

from tirek.gate.models import Installation

_INVENTED: Final = re.compile(r"\d{7}99\d{3}")


_known: Final[set[str]] = set()
"""What this process need not ask again: an installation for real people stays one."""


def is_demo() -> bool:
    """Whether there are invented people only; without the row that says so: no."""
    if Installation.Kind.REAL in _known:
        return False
    kind = Installation.objects.values_list("kind", flat=True).first()
    if kind == Installation.Kind.REAL and not connection.in_atomic_block:  # else it might be rolled back
        _known.add(Installation.Kind.REAL)
    return kind == Installation.Kind.DEMO


def is_settled() -> bool:
    """Whether it stands already what this installation is."""
    return Installation.objects.exists()


def is_invented(iin: str) -> bool:
    """Whether an IIN is one of nobody: its serial number begins with 99."""
    return bool(_INVENTED.fullmatch(iin))


def found_real() -> bool:
    """Somebody here is real: the second factor is asked from the next request on, for good. Whether that is news."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT authz.found_real()")
        return bool(cursor.fetchone()[0])
