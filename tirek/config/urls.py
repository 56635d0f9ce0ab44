"""Every URL of the program."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import RedirectView


def health(request: HttpRequest) -> HttpResponse:
    """Answer the supervisor: the server is up."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="desk:people"), name="start"),
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
    path("settings/", include("tirek.agencies.urls")),
    path("styleguide/", include("tirek.ui.urls")),
]
handler403 = "tirek.ui.views.forbidden"
