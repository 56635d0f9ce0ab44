"""Why a referral ended other than by a refusal, and what is proposed to somebody who was refused: the codes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    """Why help was not received, or a referral was taken back."""

    NO_SHOW = "no_show", _("did not come")
    DECLINED = "declined", _("the person does not want it now")
    LOST = "lost", _("contact is lost")
    UNSUITABLE = "unsuitable", _("it did not suit")
    NO_MEANS = "no_means", _("there were no means or places")
    NO_NEED = "no_need", _("the need is no more")
    ELSEWHERE = "elsewhere", _("helped elsewhere")
    MISTAKE = "mistake", _("sent by mistake")
    CONSENT = "consent", _("the consent is withdrawn")
    SILENCE = "silence", _("nobody answered in time")


class NextStep(models.TextChoices):
    """What happens next to somebody who was refused: nobody leaves with nothing."""

    AGENCY = "agency", _("another organisation")
    WAITING = "waiting", _("the waiting list")
    PAPERS = "papers", _("first the papers, then again")
    LATER = "later", _("again on a later day")
    TALK = "talk", _("a talk with the sender about the need")
    OTHER = "other", _("something else, written below")
