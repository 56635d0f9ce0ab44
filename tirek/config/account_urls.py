"""The pages of allauth that staff use: log in, log out, the password, the second factor."""

from allauth.account import views
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("password/", views.password_change, name="account_change_password"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("second/", second_factor.index, name="mfa_index"),
    path("second/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("second/again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("second/phone/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/phone/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("second/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("second/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("second/passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("second/passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("second/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/recovery/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
