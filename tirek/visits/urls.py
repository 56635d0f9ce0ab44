"""URLs of visits."""

from django.urls import path

from tirek.visits import views

app_name = "visits"
urlpatterns = [
    path("people/<uuid:person_id>/", views.contacts, name="contacts"),
    path("people/<uuid:person_id>/lost/", views.lose, name="lose"),
    path("contacts/<uuid:contact_id>/strike/", views.strike_contact, name="strike_contact"),
    path("episodes/<uuid:episode_id>/return/", views.come_back, name="come_back"),
    path("episodes/<uuid:episode_id>/reopen/", views.reopen, name="reopen"),
]
