"""Each verb as the page offers it: its form, its action, its words, its icon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tirek.referrals import actions, closing, forms
from tirek.referrals.machine import Verb


@dataclass(frozen=True, slots=True)
class Deed:
    """What a button leads to."""

    form: type[forms.AnswerForm]
    action: Callable[..., Any]
    label: Promise | str
    """On the button that opens the form."""
    press: Promise | str
    """On the button that does it."""
    done: Promise | str
    icon: str
    tone: str = "quiet"


DEEDS: Final[Mapping[Verb, Deed]] = {
    Verb.ACCEPT: Deed(
        forms.AcceptForm,
        actions.accept,
        _("Accept"),
        _("Accept and tell the sender"),
        _("Accepted. The sender sees who receives the person and when."),
        "check",
        "",
    ),
    Verb.ASK: Deed(
        forms.AskForm,
        actions.ask,
        pgettext_lazy("button", "Ask"),
        _("Ask the sender"),
        _("Asked. Your clock stands until the answer."),
        "help-circle",
    ),
    Verb.WAIT: Deed(
        forms.WaitForm,
        actions.wait,
        _("Waiting list"),
        _("Put on the waiting list"),
        _("On the waiting list."),
        "hourglass",
    ),
    Verb.REFUSE: Deed(
        forms.RefuseForm,
        actions.refuse,
        _("Refuse"),
        _("Refuse and offer the next step"),
        _("Refused. The sender reads the reason and the next step."),
        "x",
    ),
    Verb.ANSWER: Deed(
        forms.ReplyForm,
        actions.answer,
        pgettext_lazy("button", "Answer"),
        _("Answer the question"),
        _("Answered."),
        "message-circle",
        "",
    ),
    Verb.AGREE: Deed(
        forms.AgreeForm,
        actions.agree,
        _("Agree to the refusal"),
        _("Agree and close"),
        _("Closed as refused."),
        "check",
        "",
    ),
    Verb.GIVE_BACK: Deed(
        forms.GiveBackForm,
        actions.give_back,
        _("Return it"),
        _("Return for another answer"),
        _("Returned: it waits for an answer again."),
        "arrow-back-up",
    ),
    Verb.START: Deed(
        forms.StartForm,
        closing.start,
        _("The person came"),
        _("The person came, help has begun"),
        _("Help has begun."),
        "player-play",
        "",
    ),
    Verb.COMPLETE: Deed(
        forms.CompleteForm,
        closing.complete,
        _("Complete"),
        _("Complete"),
        _("Completed."),
        "circle-check",
        "",
    ),
    Verb.FAIL: Deed(
        forms.FailForm,
        closing.fail,
        _("It did not come about"),
        _("Close: it did not come about"),
        _("Closed."),
        "circle-x",
    ),
    Verb.WITHDRAW: Deed(
        forms.WithdrawForm,
        actions.withdraw,
        _("Withdraw"),
        _("Withdraw the referral"),
        _("Withdrawn."),
        "arrow-back-up",
    ),
    Verb.MISTAKE: Deed(
        forms.MistakeForm,
        actions.mistake,
        _("Entered in error"),
        _("Mark as entered in error"),
        _("Marked: it counts nowhere."),
        "eraser",
    ),
}
# icons: check help-circle hourglass x message-circle arrow-back-up player-play circle-check circle-x eraser
