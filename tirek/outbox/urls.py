"""URLs of the demo's caught mail."""

from django.urls import path

from tirek.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.mails, name="mails"),
    path("<str:key>/", views.mail, name="mail"),
    path("<str:key>/<int:number>/", views.file, name="file"),
]
