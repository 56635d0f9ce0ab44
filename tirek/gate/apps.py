"""Django's registration of the gate."""

from django.apps import AppConfig


class GateConfig(AppConfig):
    """The gate stands below every table with person data."""

    name = "tirek.gate"
    label = "gate"
