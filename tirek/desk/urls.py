"""URLs of desk."""

from django.urls import path

from tirek.desk import extract, intake, pairs, views

app_name = "desk"
urlpatterns = [
    path("", views.people, name="people"),
    path("new/", intake.new, name="new"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/iin/", views.reveal_iin, name="reveal_iin"),
    path("<uuid:person_id>/correct/", views.correct, name="correct"),
    path("extracts/<uuid:request_id>/", extract.extract, name="extract"),
    path("pairs/", pairs.pairs, name="pairs"),
    path("pairs/<uuid:pair_id>/", pairs.pair, name="pair"),
    path("pairs/<uuid:pair_id>/decide/", pairs.decide, name="decide_pair"),
    path("pairs/<uuid:pair_id>/take-up/", pairs.take_up, name="take_up"),
    path("pairs/decisions/<uuid:decision_id>/", pairs.decision, name="decision"),
    path("pairs/decisions/<uuid:decision_id>/undo/", pairs.undo_decision, name="undo_decision"),
    path("pairs/requests/<uuid:join_id>/", pairs.join_request, name="join_request"),
    path("pairs/requests/<uuid:join_id>/answer/", pairs.answer_join, name="answer_join"),
]
