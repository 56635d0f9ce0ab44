"""URLs of cases."""

from django.urls import path

from tirek.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("reasons/<int:reason_id>/", views.check_reason, name="check_reason"),
    path("<uuid:application_id>/decide/", views.decide, name="decide"),
]
