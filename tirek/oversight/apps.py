"""Django's registration of oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight reads the access log and stands above every domain whose rows it compares with."""

    name = "tirek.oversight"
    label = "oversight"
