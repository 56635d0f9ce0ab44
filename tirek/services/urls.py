"""URLs of services."""

from django.urls import path

from tirek.services import views

app_name = "services"
urlpatterns = [
    path("", views.journal, name="journal"),
    path("record/", views.who, name="who"),
    path("record/<uuid:person_id>/", views.record, name="record"),
    path("kinds/", views.kinds, name="kinds"),
    path("kinds/<int:kind_id>/", views.check_kind, name="check_kind"),
    path("reasons/<int:reason_id>/", views.check_reason, name="check_reason"),
    path("<uuid:service_id>/", views.entry, name="entry"),
    path("<uuid:service_id>/correct/", views.correct, name="correct"),
]
