"""Every page of the program and two minimal ones: one query by an index, a template of a line."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tirek.config.middleware import StaffOnly
from tirek.people.models import Person

PAGE = engines["django"].from_string("<!doctype html><title>Floor</title><p>{{ person.name }}</p>")


class StaffOnlyButFloor(StaffOnly):
    """The gate of the program, but the bare page asks nobody's name: it makes one query and not four."""

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let the bare floor through."""
        if request.resolver_match is not None and request.resolver_match.view_name == "bare_floor":
            return None
        return super().process_view(request, view, args, kwargs)


def floor(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The least a page can do."""
    return HttpResponse(PAGE.render({"person": Person.objects.get(pk=person_id)}))


urlpatterns = [
    path("floor/<uuid:person_id>/", floor, name="floor"),
    path("bare-floor/<uuid:person_id>/", floor, name="bare_floor"),
    path("", include("tirek.config.urls")),
]
