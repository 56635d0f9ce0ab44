"""Django's registration of people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people domain."""

    name = "tirek.people"
    label = "people"
