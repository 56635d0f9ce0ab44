"""Django's registration of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The reports domain."""

    name = "tirek.reports"
    label = "reports"
