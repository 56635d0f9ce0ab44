"""URLs of access."""

from django.urls import path

from tirek.access import (
    asking_pages,
    emergency_pages,
    erasure_pages,
    guarded_pages,
    paper_pages,
    views,
    withdraw_pages,
)

app_name = "access"
urlpatterns = [
    path("people/<uuid:person_id>/access/", views.person, name="person"),
    path("people/<uuid:person_id>/access/consent/", views.consent_new, name="consent_new"),
    path("people/<uuid:person_id>/access/protection/", guarded_pages.protect, name="protect"),
    path("people/<uuid:person_id>/access/legal/", guarded_pages.legal_new, name="legal_new"),
    path("people/<uuid:person_id>/access/withdraw/", withdraw_pages.withdraw, name="withdraw"),
    path("people/<uuid:person_id>/access/erase/", erasure_pages.erase, name="erase"),
    path("people/<uuid:person_id>/access/hold/", erasure_pages.hold, name="hold"),
    path("access/erasures/<uuid:request_id>/decide/", erasure_pages.decide_erasure, name="decide_erasure"),
    path("access/erasures/<uuid:request_id>/destroy/", erasure_pages.destroy, name="destroy"),
    path("access/holds/<uuid:hold_id>/lift/", erasure_pages.lift, name="lift"),
    path("access/notices/<uuid:notice_id>/", asking_pages.note, name="note"),
    path("access/", asking_pages.requests, name="requests"),
    path("access/ask/", asking_pages.ask, name="ask"),
    path("access/requests/<uuid:request_id>/refuse/", asking_pages.refuse, name="refuse"),
    path("access/emergency/", emergency_pages.open_up, name="emergency"),
    path("access/emergency/<uuid:emergency_id>/", emergency_pages.opened, name="opened"),
    path("access/emergency/<uuid:emergency_id>/review/", emergency_pages.review, name="review"),
    path("access/consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("access/consents/<uuid:consent_id>/print/", paper_pages.consent_print, name="consent_print"),
    path("access/consents/<uuid:consent_id>/set/", paper_pages.set_again, name="set_again"),
    path("access/consents/<uuid:consent_id>/agree/", paper_pages.agree, name="agree"),
    path("access/consents/<uuid:consent_id>/decline/", paper_pages.decline, name="decline"),
    path("access/consents/<uuid:consent_id>/speak/", paper_pages.speak, name="speak"),
    path("access/protection/<uuid:protection_id>/approve/", guarded_pages.approve, name="approve"),
    path("access/legal/<uuid:request_id>/", guarded_pages.legal, name="legal"),
]
