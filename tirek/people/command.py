"""The command `tirek find-pairs`: records that may be one person are put into the agency's queue."""

from __future__ import annotations

import sys
from uuid import UUID

from django.utils.translation import gettext as _

from tirek.people.pairing import search


def run_find_pairs(agency_id: UUID) -> int:
    """Look through everything said since the last time, telling how far it is; interrupted, the next call goes on."""
    spellings = found = 0
    while True:
        done = search(
            agency_id=agency_id,
            tell=lambda asked, before=spellings: print(
                f"\r{before + asked}", end="", file=sys.stderr, flush=True
            ),  # type: ignore[misc]
        )
        spellings, found = spellings + done.spellings, found + done.found
        if done.is_done:
            break
    print(file=sys.stderr)
    said = _("Spellings asked for: %(spellings)s. Pairs put into the queue: %(found)s.")
    print(said % {"spellings": spellings, "found": found})
    return 0
