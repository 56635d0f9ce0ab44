"""URLs of desk."""

from django.urls import path

from tirek.desk import extract, intake, views

app_name = "desk"
urlpatterns = [
    path("", views.people, name="people"),
    path("new/", intake.new, name="new"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/iin/", views.reveal_iin, name="reveal_iin"),
    path("<uuid:person_id>/correct/", views.correct, name="correct"),
    path("extracts/<uuid:request_id>/", extract.extract, name="extract"),
]
