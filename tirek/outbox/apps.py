"""Django's registration of the outbox."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Messages stand below every domain that sends one."""

    name = "tirek.outbox"
    label = "outbox"
