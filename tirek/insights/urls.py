"""URLs of insights."""

from django.urls import path

from tirek.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.show, name="funnel"),
    path("people/", views.people, name="people"),
]
