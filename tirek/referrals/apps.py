"""Django's registration of referrals."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """The referrals domain."""

    name = "tirek.referrals"
    label = "referrals"
