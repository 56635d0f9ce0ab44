"""Django's registration of services."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The services domain."""

    name = "tirek.services"
    label = "services"
