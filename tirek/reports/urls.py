"""URLs of grants and reports."""

from django.urls import path

from tirek.reports import explaining_pages, figure_pages, report_pages, views

app_name = "reports"
urlpatterns = [
    path("", views.grants, name="grants"),
    path("new/", views.open_grant, name="open_grant"),
    path("<uuid:grant_id>/", views.grant, name="grant"),
    path("<uuid:grant_id>/declare/", views.declare, name="declare"),
    path("<uuid:grant_id>/events/", views.events, name="events"),
    path("<uuid:grant_id>/participants/", views.participants, name="participants"),
    path("<uuid:grant_id>/budget/", views.budget, name="budget"),
    path("<uuid:grant_id>/budget/reallocate/", views.reallocate, name="reallocate"),
    path("<uuid:grant_id>/figure/<path:key>/", figure_pages.figure, name="figure"),
    path("<uuid:grant_id>/explain/<path:key>/", explaining_pages.explain, name="explain"),
    path("<uuid:grant_id>/report/", report_pages.report, name="report"),
    path("<uuid:grant_id>/report/build/", report_pages.request_version, name="request_version"),
    path("<uuid:grant_id>/report/sections/<slug:section>/", report_pages.narrate, name="narrate"),
    path("<uuid:grant_id>/report/<int:number>/<slug:slot>/", report_pages.download, name="download"),
]
