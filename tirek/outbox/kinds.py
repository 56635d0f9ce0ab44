"""What is sent by mail: each kind with the subject of its mail.

A subject is read on locked telephones, in notifications and by whoever stands beside: it is a fixed sentence of the kind and takes no
value at all, so that nothing personal can get into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message."""

    label: Any
    subject: Any
    """A whole sentence without a single placeholder (a test reads every one)."""


KINDS: Final[Mapping[str, Kind]] = {
    "referral_link": Kind(_("Link to a referral"), _("Tirek: a request waits for your answer")),
    "outcome_link": Kind(_("Link to tell what became of it"), _("Tirek: tell what became of a request")),
    "letter": Kind(_("Letter"), _("Tirek: a letter for your organisation")),
    "access_notice": Kind(_("Notice about access"), _("Tirek: a notice waits for your organisation")),
}
"""Each code stands in `Message.kind`."""
