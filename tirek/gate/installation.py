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


def is_demo() -> bool:
    """Whether there are invented people only; without the row that says so: no."""
    return Installation.objects.filter(kind=Installation.Kind.DEMO).exists()


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
