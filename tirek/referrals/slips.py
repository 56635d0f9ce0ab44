"""A referral on paper: what is asked, a QR for whoever has a telephone, and a slip to tear off for whoever has none."""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from tirek.agencies.queries import name_on
from tirek.documents.typesetting import typeset
from tirek.referrals import letters
from tirek.referrals.letter_models import ReferralLink
from tirek.ui.formats import short_date

SOURCE: Final = Path(__file__).with_name("slip.typ")


def qr_of(address: str) -> str:
    """The QR of an address as SVG (ISO/IEC 18004, error correction M)."""
    import segno

    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, dark="#15211f", xmldecl=False
    )
    return drawn.getvalue().decode()


def set_slip(link: ReferralLink, url: str) -> bytes:
    """The paper as PDF, one A4; raises PdfImpossible, or letters.Reveals for one that tells an employer or a school of a record."""
    day = timezone.localdate(link.made_at)
    with override(link.language):
        data = _said(link, url) | {"made": [day.year, day.month, day.day], "language": link.language}
    return typeset(SOURCE.read_bytes(), {"said": data}, made_at=datetime.combine(day, time(0), UTC))


def _said(link: ReferralLink, url: str) -> dict[str, Any]:
    sent, language = link.referral, link.language
    values = letters.values_of(sent, language, sent.from_agency, sent.to_agency)
    contacts = letters.letterhead_of(sent.from_agency).contacts or sent.contact
    letters.check_discreet(sent.to_agency, values["us"], values["kind"], sent.asked_for, contacts)
    until = short_date(timezone.localdate(link.expires_at))
    rows = [
        (_("Person"), values["person"]),
        (_("What is needed"), values["kind"]),
        (_("We ask"), sent.asked_for),
        (_("Please answer by"), values["due"]),
        (_("Questions"), contacts),
    ]
    return {
        "head": values["us"],
        "contacts": contacts,
        "to": name_on(sent.to_agency, timezone.localdate(), language),
        "title": _("Referral No. %(number)s of %(day)s")
        % {"number": sent.numbered, "day": values["sent_on"]},
        "rows": [row for row in rows if row[1]],
        "please": _("If you cannot help, please write the reason and what the person can do next."),
        "qr": qr_of(url),
        "qr_alt": _("QR with the address of the answer page"),
        "by_phone": _("Answer by telephone"),
        "by_phone_how": _("Point the camera here. No log-in is needed. It works once, until %(until)s.")
        % {"until": until},
        "address": url,
        "tear": _("tear off and hand back, or read it out by telephone"),
        "slip_title": _("Answer to referral No. %(number)s") % {"number": sent.numbered},
        "accept": _("We accept"),
        "refuse": _("We refuse"),
        "when": _("Day and time"),
        "who": _("Who receives"),
        "reason": _("Reason"),
        "next": _("What next"),
        "came": _("The person came"),
        "did_not": _("Did not come"),
        "received": _("Help was received"),
        "name": _("Name and post"),
        "signature": _("Signature"),
        "day": _("Day"),
        "back": _("Give it back to: %(sender)s, %(contacts)s")
        % {"sender": values["us"], "contacts": contacts}
        if contacts
        else _("Give it back to: %(sender)s") % {"sender": values["us"]},
    }
