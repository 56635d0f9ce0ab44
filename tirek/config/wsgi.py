"""The WSGI entry that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

YOUNG_OBJECTS = 20_000
"""How many new objects make the collector look for cycles: a page makes some thousands, and hardly a cycle."""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.config.settings")
application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded now lives as long as the process: looking through it again and again costs a page its time
gc.set_threshold(YOUNG_OBJECTS)
