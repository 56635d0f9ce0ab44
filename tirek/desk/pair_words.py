"""What was done with a pair, and why something was not, in words."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_DONE: Final[dict[str, str | Promise]] = {
    "join": _("The records are joined. Both are kept, and everything known stands on one page."),
    "apart": _("These two are never one person: the pair is not offered again."),
    "ask": _("The other organisation is asked. Their answer will stand in this queue."),
    "later": _("Put off for a week."),
    "agree": _("Agreed: the records are joined. What each organisation sees stays as it was."),
    "decline": _("The answer is sent: another person."),
    "withdraw": _("The request is taken back."),
    "review": _("Looked at: the join stands."),
}
_REFUSALS: Final[dict[str, str | Promise]] = {
    "joined": _("They are one person already."),
    "apart": _("Somebody said that these two are never one person. Lift that first."),
    "elsewhere": _("One of the records belongs to another organisation as well: ask it."),
    "here": _("Both records are ours: join them here."),
    "asked": _("The other organisation has asked us about these two already: answer it in the queue."),
    "protected": _("The person is protected: the record is not joined with another organisation's."),
    "nobody": _("There is no such record any more."),
    "ended": _("Somebody has decided this already. The page shows how it stands now."),
    "waits": _("The answer of the other organisation is still awaited."),
    "say_why": _("More than thirty days have passed: say why the records are split."),
}


def done_in_words(answer: str) -> str:
    """What an answer has done."""
    return str(_DONE[answer]) if answer in _DONE else ""


def refusal_in_words(code: str) -> str:
    """Why it was not done."""
    return str(_REFUSALS.get(code, code))
