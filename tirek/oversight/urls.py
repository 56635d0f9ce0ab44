"""URLs of oversight."""

from django.urls import path

from tirek.oversight import person_pages, views

app_name = "oversight"
urlpatterns = [
    path("people/<uuid:person_id>/looked/", person_pages.looked, name="looked"),
    path("people/<uuid:person_id>/looked/<int:reading_id>/ask/", person_pages.ask, name="ask"),
    path("audit/", views.findings, name="findings"),
    path("audit/findings/<uuid:finding_id>/", views.review, name="review"),
    path("audit/questions/", views.questions, name="questions"),
    path("audit/questions/<uuid:question_id>/", views.answer, name="answer"),
    path("audit/readings/", views.log, name="log"),
]
