"""Every URL of the program."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path

from tirek.agencies.requests import StaffRequest
from tirek.config.doors import opens


def health(request: HttpRequest) -> HttpResponse:
    """Answer the supervisor: the server is up."""
    return HttpResponse("ok", content_type="text/plain")


def start(request: StaffRequest) -> HttpResponse:
    """Lead to the first page of the menu that opens to the roles; to whoever has none, say so."""
    roles = request.worker.role_codes
    first = next(
        (str(entry["url"]) for entry in settings.TIREK_NAVIGATION if opens(str(entry["url"]), roles)), None
    )
    return redirect(first) if first else render(request, "403.html", status=403)


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
    path("referrals/", include("tirek.referrals.urls")),
    path("visits/", include("tirek.visits.urls")),
    path("imports/", include("tirek.exchange.urls")),
    path("grants/", include("tirek.reports.urls")),
    path("figures/", include("tirek.reports.published_urls")),
    path("insights/", include("tirek.insights.urls")),
    path("settings/", include("tirek.agencies.urls")),
    path("letters/", include("tirek.referrals.letter_urls")),
    path("mail/", include("tirek.outbox.urls")),
    path("styleguide/", include("tirek.ui.urls")),
]
handler403 = "tirek.ui.views.forbidden"
