"""Letters and links on paper for tests, through the program's own actions and jobs."""

from __future__ import annotations

from django.utils import timezone

from tirek.agencies.models import Worker
from tirek.referrals import letter_actions as actions
from tirek.referrals import letter_jobs, links
from tirek.referrals.letter_models import Letter, ReferralLink
from tirek.referrals.models import Referral


def known(referral: Referral) -> Referral:
    """The referral as pages fetch it."""
    return Referral.objects.select_related("from_agency", "to_agency", "kind").get(pk=referral.pk)


def as_job(by: Worker) -> tuple[str, str, str]:
    """Who acts, as a job is told."""
    return str(by.id), str(by.agency_id), ",".join(map(str, by.actor.categories))


def signed(letter: Letter, by: Worker, signer: str = "М. Ибраев") -> Letter:
    """Handed over, signed, registered, set."""
    actions.hand_over(letter=letter, version=letter.version, by=by.actor)
    letter.refresh_from_db()
    actions.sign(
        letter=letter,
        version=letter.version,
        signer=signer,
        signer_post="Директор",
        registered_on=timezone.localdate(),
        by=by.actor,
    )
    letter_jobs.set_letter(str(letter.pk), *as_job(by))
    return Letter.objects.select_related("referral", "agency", "to_agency", "pdf", "word").get(pk=letter.pk)


def letter_of(referral: Referral, by: Worker, kind: str = "referral", language: str = "ru") -> Letter:
    """A letter about a referral, signed and set."""
    return signed(actions.write(referral=known(referral), kind=kind, language=language, by=by.actor), by)


def slip_of(referral: Referral, by: Worker) -> ReferralLink:
    """A link on paper, set."""
    link, token = links.make(
        referral=known(referral), purpose="answer", way="paper", language="ru", by=by.actor
    )
    links.seal_token(link=link, token=token, by=by.actor)
    letter_jobs.set_slip(str(link.pk), *as_job(by))
    return ReferralLink.objects.select_related("paper").get(pk=link.pk)
