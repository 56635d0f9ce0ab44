"""Django's registration of the configuration package."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The package that knows everyone."""

    name = "tirek.config"
    label = "config"
