"""URLs of published figures."""

from django.urls import path

from tirek.reports import published_pages as pages

app_name = "figures"
urlpatterns = [
    path("", pages.start, name="start"),
    path("oblast/<slug:period>/", pages.oblast, name="oblast"),
    path("oblast/<slug:period>/<slug:form>/", pages.oblast_file, name="oblast_file"),
    path("grants/<uuid:grant_id>/", pages.grant, name="grant"),
    path("grants/<uuid:grant_id>/file/<slug:form>/", pages.grant_file, name="grant_file"),
    path("grants/<uuid:grant_id>/readers/", pages.readers, name="readers"),
    path("grants/<uuid:grant_id>/readers/<uuid:reader_id>/close/", pages.close, name="close"),
]
