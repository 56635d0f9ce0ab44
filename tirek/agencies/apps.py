"""Django's registration of agencies."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies, staff and logins."""

    name = "tirek.agencies"
    label = "agencies"
