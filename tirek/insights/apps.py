"""Django's registration of insights."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """The insights domain."""

    name = "tirek.insights"
    label = "insights"
