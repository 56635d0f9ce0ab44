"""The look as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Base page, components, form rendering and template tags."""

    name = "tirek.ui"
    label = "ui"
