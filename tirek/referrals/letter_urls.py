"""URLs of letters and of partners without an account; the page behind a link is public."""

from django.urls import path

from tirek.referrals import letter_pages, link_pages, partner_pages, unfounded_pages

app_name = "letters"
urlpatterns = [
    path("", letter_pages.register, name="register"),
    path("unfounded/", unfounded_pages.statistics, name="statistics"),
    path("unfounded/<uuid:agency_id>/", unfounded_pages.counted, name="counted"),
    path("texts/", letter_pages.texts_page, name="texts"),
    path("texts/letterhead/", letter_pages.letterhead, name="letterhead"),
    path("texts/<slug:kind>/<slug:language>/", letter_pages.text, name="text"),
    path("about/<uuid:referral_id>/", letter_pages.write, name="write"),
    path("partner/<uuid:referral_id>/", partner_pages.partner, name="partner"),
    path("links/<uuid:link_id>/slip/", partner_pages.slip, name="slip"),
    path("links/<uuid:link_id>/withdraw/", partner_pages.withdraw_link, name="withdraw_link"),
    path("<uuid:letter_id>/", letter_pages.letter, name="letter"),
    path("<uuid:letter_id>/hand-over/", letter_pages.hand_over, name="hand_over"),
    path("<uuid:letter_id>/sign/", letter_pages.sign, name="sign"),
    path("<uuid:letter_id>/send/", letter_pages.send, name="send"),
    path("<uuid:letter_id>/sent/", letter_pages.sent, name="sent"),
    path("<uuid:letter_id>/cancel/", letter_pages.cancel, name="cancel"),
    path("<uuid:letter_id>/set-again/", letter_pages.set_again, name="set_again"),
    path("<uuid:letter_id>/<slug:kind>/", letter_pages.file, name="file"),
    path("answer/<str:token>/", link_pages.answer, name="answer"),
]
