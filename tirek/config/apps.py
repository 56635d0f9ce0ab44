"""Django's registration of the configuration package."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The package that knows everyone."""

    name = "tirek.config"
    label = "config"

    def ready(self) -> None:
        """Wire what follows from what."""
        from tirek.config.reactions import connect

        connect()
