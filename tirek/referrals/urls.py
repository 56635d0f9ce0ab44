"""URLs of referrals."""

from django.urls import path

from tirek.referrals import asking_pages, views

app_name = "referrals"
urlpatterns = [
    path("", views.incoming, name="incoming"),
    path("outgoing/", views.outgoing, name="outgoing"),
    path("new/<uuid:person_id>/", asking_pages.new, name="new"),
    path("register/", asking_pages.register, name="register"),
    path("register/<uuid:person_id>/", asking_pages.register, name="register_for"),
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/send/", views.send, name="send"),
    path("<uuid:referral_id>/deliver/", views.deliver, name="deliver"),
    path("<uuid:referral_id>/do/<slug:verb>/", views.answer, name="answer"),
]
