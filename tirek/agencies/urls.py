"""URLs of the settings: the agency, its staff, approvals, and the public page behind an invitation's link."""

from django.urls import path

from tirek.agencies import accept_page, approval_pages, mail_pages, session_pages, staff_pages, views

app_name = "agencies"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("agency/", views.agency, name="agency"),
    path("agency/rename/", views.rename, name="rename"),
    path("agency/describe/", views.describe, name="describe"),
    path("agency/branches/add/", views.add_branch, name="add_branch"),
    path("oblast/", views.oblast, name="oblast"),
    path("oblast/add/", views.add_agency, name="add_agency"),
    path("oblast/<uuid:agency_id>/", views.check_agency, name="check_agency"),
    path("oblast/<uuid:agency_id>/invite/", staff_pages.invite_first, name="invite_first"),
    path("staff/", staff_pages.staff, name="staff"),
    path("staff/invite/", staff_pages.invite, name="invite"),
    path(
        "staff/invitations/<uuid:invitation_id>/withdraw/",
        staff_pages.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("staff/<uuid:worker_id>/", staff_pages.worker, name="worker"),
    path("staff/<uuid:worker_id>/deactivate/", staff_pages.deactivate, name="deactivate"),
    path("staff/<uuid:worker_id>/reactivate/", staff_pages.reactivate, name="reactivate"),
    path(
        "staff/<uuid:worker_id>/forget-second-factor/",
        staff_pages.forget_second_factor,
        name="forget_second_factor",
    ),
    path("log-in/", session_pages.sessions, name="sessions"),
    path("log-in/end-others/", session_pages.end_others, name="end_others"),
    path("mail/", mail_pages.mail, name="mail"),
    path("mail/<uuid:message_id>/again/", mail_pages.mail_again, name="mail_again"),
    path("mail/<uuid:message_id>/drop/", mail_pages.mail_drop, name="mail_drop"),
    path("approvals/", approval_pages.approvals, name="approvals"),
    path("approvals/<uuid:approval_id>/approve/", approval_pages.approve, name="approve"),
    path("approvals/<uuid:approval_id>/refuse/", approval_pages.refuse, name="refuse"),
    path("approvals/<uuid:approval_id>/review/", approval_pages.review, name="review"),
    path("invitation/<str:token>/", accept_page.accept, name="accept"),
]
