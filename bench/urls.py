"""Every page of the program and two minimal ones: one query by an index, a template of a line."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.urls import include, path

from tirek.agencies.models import Agency
from tirek.config.middleware import StaffOnly
from tirek.people.models import Person

PAGE = engines["django"].from_string("<!doctype html><title>Floor</title><p>{{ person.name }}</p>")


class StaffOnlyButFloor(StaffOnly):
    """The gate of the program, but the bare page asks nobody's name: it makes one query and not four."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the bare floor through."""
        if request.path_info.startswith("/bare-floor/"):
            return self.get_response(request)
        return super().__call__(request)


def bare_floor(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """The least a page can do that knows nobody: people are seen by nobody without an actor."""
    return HttpResponse(PAGE.render({"person": Agency.objects.get(pk=agency_id)}))


def floor(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The least a page can do."""
    return HttpResponse(PAGE.render({"person": Person.objects.get(pk=person_id)}))


urlpatterns = [
    path("floor/<uuid:person_id>/", floor, name="floor"),
    path("bare-floor/<uuid:agency_id>/", bare_floor, name="bare_floor"),
    path("", include("tirek.config.urls")),
]
