"""Django's registration of cases."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases domain."""

    name = "tirek.cases"
    label = "cases"
