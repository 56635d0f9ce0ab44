"""No page without a log-in: walked over every URL the program has."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tirek.config.middleware import PUBLIC

pytestmark = pytest.mark.django_db
SAMPLES = {"uuid": str(uuid.UUID(int=1)), "int": "1", "str": "x", "slug": "x", "path": "x"}


def named_urls(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every named URL with sample arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named_urls(pattern, inner)
        elif pattern.name:
            converters = pattern.pattern.converters
            kinds = {
                name: type(one).__name__.removesuffix("Converter").lower() for name, one in converters.items()
            }
            yield (
                f"{prefix}{pattern.name}",
                {name: SAMPLES.get(kind.replace("string", "str"), "x") for name, kind in kinds.items()},
            )


URLS = [(name, arguments) for name, arguments in named_urls() if name not in PUBLIC]


def test_the_walk_finds_the_pages() -> None:
    names = {name for name, _ in URLS}
    assert {"desk:people", "services:journal", "exchange:imports", "reports:grants"} <= names


@pytest.mark.parametrize(("name", "arguments"), URLS, ids=[name for name, _ in URLS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_sees_a_page_without_a_log_in(
    client: Client, name: str, arguments: dict[str, str], method: str
) -> None:
    answer = getattr(client, method)(reverse(name, kwargs=arguments))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse(settings.LOGIN_URL))


def test_a_login_without_a_worker_sees_nothing(client: Client, django_user_model: type) -> None:
    client.force_login(django_user_model.objects.create(username="nobody"))  # type: ignore[attr-defined]
    assert client.get(reverse("desk:people")).status_code == 403
