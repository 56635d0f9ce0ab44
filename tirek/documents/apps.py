"""Django's registration of stored files."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Stored files stand below every domain that writes or receives one."""

    name = "tirek.documents"
    label = "documents"
