"""Django's registration of exchange."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange domain."""

    name = "tirek.exchange"
    label = "exchange"
