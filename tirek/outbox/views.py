"""The mail of the demo, as its receivers would read it. Outside of a demo there is no such page."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from tirek.gate.installation import is_demo
from tirek.outbox.catching import Caught, caught, caught_mail
from tirek.ui.pages import respond


def _folder() -> Path:
    if not settings.TIREK_CATCHES_MAIL or not is_demo():
        raise Http404
    return Path(settings.TIREK_MAIL)


def _known(key: str) -> Caught:
    mail = caught_mail(_folder(), key)
    if mail is None:
        raise Http404
    return mail


@require_GET
def mails(request: HttpRequest) -> HttpResponseBase:
    """What was caught, the latest first."""
    return respond(request, "outbox/caught.html", {"nav": "mail", "mails": caught(_folder())[:100]})


@require_GET
def mail(request: HttpRequest, key: str) -> HttpResponseBase:
    """One mail with its links and files."""
    return respond(request, "outbox/caught_mail.html", {"nav": "mail", "mail": _known(key)})


@require_GET
def file(request: HttpRequest, key: str, number: int) -> HttpResponseBase:
    """A file of a mail."""
    files = _known(key).files
    if number >= len(files):
        raise Http404
    name, mime, body = files[number]
    answer = HttpResponse(body, content_type=mime)
    answer.headers["Content-Disposition"] = f'attachment; filename="{Path(name).name}"'
    return answer
