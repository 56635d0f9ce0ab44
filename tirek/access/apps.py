"""Django's registration of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The grounds on which an agency sees a person it did not register."""

    name = "tirek.access"
    label = "access"
