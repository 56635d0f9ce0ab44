"""Django's registration of desk."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk domain."""

    name = "tirek.desk"
    label = "desk"
