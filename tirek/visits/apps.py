"""Django's registration of visits."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """The domain of keeping in touch."""

    name = "tirek.visits"
    label = "visits"
