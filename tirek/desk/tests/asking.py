"""The two steps by which a page registers a new person."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse


def ask(page: Client, **said: str) -> Any:
    """The first step: who it is."""
    return page.post(reverse("desk:new"), {"step": "who", **said})


def save(page: Client, asked: Any, **said: str) -> Any:
    """The second step, with everything the form held and some answers."""
    form, identity = asked.context["form"], asked.context["identity"]
    held = {name: identity[name].value() or "" for name in identity.fields}
    planned = {name: str(form[name].value()) for name in ("person_id", "application_id")}
    usual = {
        "who": form["who"].value() or "",
        "further": str(form["further"].value()),
        "referred_by": "self",
        "applied_on": "01.08.2017",
    }
    return page.post(reverse("desk:new"), {"step": "check", **held, **planned, **usual, **said})
