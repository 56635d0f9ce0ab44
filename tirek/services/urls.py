"""URLs of services."""

from django.urls import path

from tirek.services import activity_pages, offer_pages, queue_pages, views

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
    path("offers/", offer_pages.catalogue, name="offers"),
    path("offers/for/<uuid:person_id>/", offer_pages.for_person, name="offers_for"),
    path("offers/add/", offer_pages.add, name="offer_add"),
    path("offers/<uuid:offer_id>/", offer_pages.offer, name="offer"),
    path("offers/<uuid:offer_id>/change/", offer_pages.change, name="offer_change"),
    path("offers/<uuid:offer_id>/left/", offer_pages.set_left, name="offer_left"),
    path("offers/<uuid:offer_id>/close/", offer_pages.close, name="offer_close"),
    path("offers/<uuid:offer_id>/reopen/", offer_pages.reopen, name="offer_reopen"),
    path("offers/<uuid:offer_id>/wait/", queue_pages.who_waits, name="who_waits"),
    path("offers/<uuid:offer_id>/wait/<uuid:person_id>/", queue_pages.wait, name="wait"),
    path("offers/<uuid:offer_id>/leave/<uuid:waiting_id>/", queue_pages.leave, name="leave"),
    path("activities/", activity_pages.activities, name="activities"),
    path("activities/<uuid:activity_id>/", activity_pages.activity, name="activity"),
    path("activities/<uuid:activity_id>/choose/", activity_pages.choose, name="choose_activity"),
    path("activities/<uuid:activity_id>/hold/", activity_pages.hold, name="hold_activity"),
    path("activities/<uuid:activity_id>/drop/", activity_pages.drop, name="drop_activity"),
    path("activities/<uuid:activity_id>/ask/", activity_pages.ask_instead, name="ask_instead"),
]
