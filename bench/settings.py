"""The program's settings, with one page more: the floor the others are compared with."""

from tirek.config.settings import *  # noqa: F403
from tirek.config.settings import MIDDLEWARE as AS_SERVED

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = [
    "bench.urls.StaffOnlyButFloor" if name == "tirek.config.middleware.StaffOnly" else name
    for name in AS_SERVED
]
