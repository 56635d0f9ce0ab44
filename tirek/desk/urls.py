"""URLs of desk."""

from django.urls import path

from tirek.desk import extract, intake, my_day_page, pairs, paper_pages, sources, views

app_name = "desk"
urlpatterns = [
    path("", views.people, name="people"),
    path("my-day/", my_day_page.my_day, name="my_day"),
    path("new/", intake.new, name="new"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/iin/", views.reveal_iin, name="reveal_iin"),
    path("<uuid:person_id>/correct/", views.correct, name="correct"),
    path("<uuid:person_id>/sources/", sources.sources, name="sources"),
    path("<uuid:person_id>/sources/new/", sources.state, name="state"),
    path("<uuid:person_id>/sources/choose/", sources.choose, name="choose"),
    path("<uuid:person_id>/papers/new/", paper_pages.add_paper, name="add_paper"),
    path("<uuid:person_id>/papers/<uuid:paper_id>/", paper_pages.change_paper, name="change_paper"),
    path("<uuid:person_id>/papers/<uuid:paper_id>/number/", paper_pages.reveal_number, name="reveal_number"),
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
