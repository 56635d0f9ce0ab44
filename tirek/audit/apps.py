"""Django's registration of the journal."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal stands below every domain."""

    name = "tirek.audit"
    label = "audit"
