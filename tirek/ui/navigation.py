"""What stands around every page: the menu set up by the configuration, the search, the person who is logged in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypedDict
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from tirek.ui.addresses import address_of

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
THEME_COOKIE = "tirek_theme"
SHORT_LANGUAGES = {"kk": "ҚАЗ", "ru": "РУС", "en": "ENG"}


class Entry(TypedDict):
    """One line of settings.TIREK_NAVIGATION, shown to whom its page opens (`request.opens`, put there by the middleware)."""

    key: str
    label: Any
    icon: str
    url: str


@dataclass(frozen=True)
class Section:
    """A section of the program that the menu leads to."""

    key: str
    label: str
    icon: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Language:
    """A language one can switch to, by its own short name."""

    code: str
    short: str
    name: str


@dataclass(frozen=True)
class Shell:
    """Everything the base page shows around the page itself."""

    sections: tuple[Section, ...]
    languages: tuple[Language, ...]
    home_url: str
    search_url: str
    is_demo: bool
    mail_url: str
    """Where the mail of a demo can be read."""
    theme: Theme
    name: str
    post: str
    agency: str
    place: str


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every template the frame around the page."""
    return {"shell": _shell(request)}


def _shell(request: HttpRequest) -> Shell:
    return Shell(
        sections=_sections(request),
        languages=_languages(),
        home_url=_address("start") or "/",
        search_url=_search(request),
        is_demo=bool(getattr(request, "is_demo", False)),
        mail_url=_address("outbox:mails")
        if settings.TIREK_CATCHES_MAIL and hasattr(request, "worker")
        else "",
        theme=theme_of(request),
        **_person(request),
    )


def theme_of(request: HttpRequest) -> Theme:
    """Return the appearance this browser was asked to keep."""
    kept = request.COOKIES.get(THEME_COOKIE)
    return next((theme for theme in THEMES if theme == kept), "system")


@cache  # of the menu's few pages, on every page
def _address(name: str) -> str:
    """Return the address of a page, or nothing where the page is not there: a menu never leads nowhere."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _opens(request: HttpRequest, name: str) -> bool:
    """Whether a page opens to whoever reads; where nobody says, it does."""
    opens: Callable[[str], bool] | None = getattr(request, "opens", None)
    return opens is None or opens(name)


def _sections(request: HttpRequest) -> tuple[Section, ...]:
    path = request.path
    entries: list[Entry] = getattr(settings, "TIREK_NAVIGATION", [])
    found = [(entry, _address(entry["url"])) for entry in entries if _opens(request, entry["url"])]
    here = max((url for _entry, url in found if url and path.startswith(url)), key=len, default="")
    return tuple(
        Section(entry["key"], str(entry["label"]), entry["icon"], url, is_here=url == here)
        for entry, url in found
        if url
    )


def person_sections(request: HttpRequest, person_id: UUID) -> list[tuple[str, str, str]]:
    """Key, words and address of each section of a person's file (settings.TIREK_PERSON_TABS) that opens to the reader."""
    entries: list[dict[str, Any]] = getattr(settings, "TIREK_PERSON_TABS", [])
    return [
        (entry["key"], str(entry["label"]), address_of(entry["url"], person_id))
        for entry in entries
        if _opens(request, entry["url"])
    ]


def _search(request: HttpRequest) -> str:
    """Where the search leads; nowhere for a worker to whom that page does not open."""
    name = getattr(settings, "TIREK_SEARCH", "desk:people")
    return _address(name) if _opens(request, name) else ""


def _languages() -> tuple[Language, ...]:
    return tuple(
        Language(code, SHORT_LANGUAGES.get(code, code.upper()), str(name))
        for code, name in settings.LANGUAGES
    )


def _person(request: HttpRequest) -> dict[str, str]:
    """Name whoever is logged in: the worker the configuration put on the request, else the login."""
    worker = getattr(request, "worker", None)
    user = getattr(request, "user", None)
    agency = getattr(worker, "agency", None)
    login = user.get_full_name() or user.get_username() if user is not None and user.is_authenticated else ""
    return {
        "name": str(getattr(worker, "name", "") or login),
        "post": str(getattr(worker, "post", "")),
        "agency": str(getattr(agency, "name", "")),
        "place": str(getattr(agency, "place", "")),
    }
