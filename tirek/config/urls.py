"""Every URL of the program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path

from tirek.agencies.requests import StaffRequest
from tirek.agencies.roles import Role


def health(request: HttpRequest) -> HttpResponse:
    """Answer the supervisor: the server is up."""
    return HttpResponse("ok", content_type="text/plain")


def start(request: StaffRequest) -> HttpResponse:
    """Lead to the people, or to the figures whoever sees nothing else."""
    worker = request.worker
    only_figures = not worker.categories and not worker.role_codes.isdisjoint({Role.DONOR, Role.COORDINATOR})
    return redirect("figures:start" if only_figures else "desk:people")


urlpatterns = [
    path("", start, name="start"),
    path("health/", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("account/", include("tirek.config.account_urls")),
    path("", include("tirek.access.urls")),
    path("", include("tirek.oversight.urls")),
    path("people/", include("tirek.desk.urls")),
    path("cases/", include("tirek.cases.urls")),
    path("services/", include("tirek.services.urls")),
    path("imports/", include("tirek.exchange.urls")),
    path("grants/", include("tirek.reports.urls")),
    path("figures/", include("tirek.reports.published_urls")),
    path("settings/", include("tirek.agencies.urls")),
    path("styleguide/", include("tirek.ui.urls")),
]
handler403 = "tirek.ui.views.forbidden"
