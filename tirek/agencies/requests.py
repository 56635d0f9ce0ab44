"""A request that passed the log-in."""

from __future__ import annotations

from django.http import HttpRequest

from tirek.agencies.models import Worker


class StaffRequest(HttpRequest):
    """What views are given: the middleware has put the worker on the request."""

    worker: Worker
