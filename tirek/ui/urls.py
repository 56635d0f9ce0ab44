"""Addresses of the look itself."""

from django.urls import path

from tirek.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.styleguide, name="styleguide"),
    path("job/", views.job, name="job"),
    path("appearance/", views.appearance, name="appearance"),
]
