"""The program's addresses, with two more: everybody the reader sees, and an error in the middle of reading."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from tirek.config import urls
from tirek.people.models import Person


def seen(request: HttpRequest) -> HttpResponse:
    """The names of everybody whom row security shows, without any filter of the program's."""
    return HttpResponse("\n".join(Person.objects.values_list("name", flat=True)))


def stumble(request: HttpRequest) -> HttpResponse:
    """Read, and fall."""
    raise RuntimeError(str(Person.objects.count()))


urlpatterns = [path("seen/", seen), path("stumble/", stumble), *urls.urlpatterns]
