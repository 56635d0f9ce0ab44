"""URLs of access."""

from django.urls import path

from tirek.access import asking_pages, emergency_pages, guarded_pages, views

app_name = "access"
urlpatterns = [
    path("people/<uuid:person_id>/access/", views.person, name="person"),
    path("people/<uuid:person_id>/access/consent/", views.consent_new, name="consent_new"),
    path("people/<uuid:person_id>/access/protection/", guarded_pages.protect, name="protect"),
    path("people/<uuid:person_id>/access/legal/", guarded_pages.legal_new, name="legal_new"),
    path("access/", asking_pages.requests, name="requests"),
    path("access/ask/", asking_pages.ask, name="ask"),
    path("access/requests/<uuid:request_id>/refuse/", asking_pages.refuse, name="refuse"),
    path("access/emergency/", emergency_pages.open_up, name="emergency"),
    path("access/emergency/<uuid:emergency_id>/", emergency_pages.opened, name="opened"),
    path("access/emergency/<uuid:emergency_id>/review/", emergency_pages.review, name="review"),
    path("access/consents/<uuid:consent_id>/", views.consent, name="consent"),
    path("access/consents/<uuid:consent_id>/print/", views.consent_print, name="consent_print"),
    path("access/consents/<uuid:consent_id>/withdraw/", views.withdraw, name="withdraw"),
    path("access/protection/<uuid:protection_id>/approve/", guarded_pages.approve, name="approve"),
    path("access/legal/<uuid:request_id>/", guarded_pages.legal, name="legal"),
]
