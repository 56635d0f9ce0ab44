"""URLs of published figures."""

from django.urls import path, re_path

from tirek.reports import published_pages as pages

app_name = "figures"
urlpatterns = [
    path("", pages.start, name="start"),
    path("oblast/<slug:period>/", pages.oblast, name="oblast"),
    re_path(r"^oblast/(?P<period>[\w-]+)\.(?P<form>csv|json)$", pages.oblast_file, name="oblast_file"),
    path("grants/<uuid:grant_id>/", pages.grant, name="grant"),
    re_path(r"^grants/(?P<grant_id>[0-9a-f-]{36})\.(?P<form>csv|json)$", pages.grant_file, name="grant_file"),
    path("grants/<uuid:grant_id>/readers/", pages.readers, name="readers"),
    path("grants/<uuid:grant_id>/readers/<uuid:reader_id>/close/", pages.close, name="close"),
]
