"""Django's registration of grants."""

from django.apps import AppConfig


class GrantsConfig(AppConfig):
    """The grants domain."""

    name = "tirek.grants"
    label = "grants"
