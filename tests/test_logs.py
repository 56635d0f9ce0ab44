"""A log says where and of what kind, and repeats nobody's words."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from tirek.config.logs import Discreet

NAME = "Серікұлы Нұрлан"


def said(name: str, message: str, *arguments: Any, error: BaseException | None = None, **more: Any) -> str:
    """What is written of a record."""
    exc_info = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.LogRecord(name, logging.ERROR, "somewhere.py", 7, message, arguments, exc_info)
    record.__dict__.update(more)
    return Discreet().format(record)


def fallen(error: Exception) -> Exception:
    """An error that came from another one, both of which name somebody."""
    try:
        try:
            raise KeyError(NAME)
        except KeyError as first:
            raise error from first
    except type(error) as caught:
        return caught


def test_neither_the_message_of_a_library_nor_an_exception_is_repeated() -> None:
    text = said("library", f"no such thing: {NAME}", error=fallen(ValueError(NAME)))
    assert NAME not in text
    assert "library: somewhere:7" in text and "ValueError" in text and "KeyError" in text and "fallen" in text


def test_of_a_page_the_name_and_the_status_are_said() -> None:
    request = SimpleNamespace(method="GET", resolver_match=SimpleNamespace(view_name="desk:person"))
    text = said("django.request", "Not Found: %s", f"/people/{NAME}/", request=request, status_code=404)
    assert text.endswith("404 GET desk:person")
    unknown = SimpleNamespace(method=NAME, resolver_match=None)
    assert said("django.request", NAME, request=unknown, status_code=404).endswith("404 ? no such page")


def test_of_a_job_the_task_and_the_number_are_said() -> None:
    job = {"task_name": "exchange.read", "id": 5, "args": {"name": NAME}}
    text = said("procrastinate.worker", NAME, action="job_error", job=job)
    assert text.endswith("job_error exchange.read 5")


def test_the_program_may_speak_for_itself() -> None:
    assert said("tirek.audit", "sealed %s rows", 5).endswith("tirek.audit: sealed 5 rows")


@pytest.mark.django_db
def test_of_the_databases_errors_state_and_constraint_are_said(addresses: Any) -> None:
    with psycopg.connect(addresses.admin) as admin:
        admin.execute("CREATE TEMP TABLE people_known (name text CONSTRAINT nobody CHECK (name = ''))")
        with pytest.raises(psycopg.errors.CheckViolation) as told:
            admin.execute("INSERT INTO people_known VALUES (%s)", [NAME])
    assert NAME in str(told.value), "PostgreSQL itself does repeat it"
    text = said("any", "", error=told.value)
    assert NAME not in text and "CheckViolation 23514 people_known nobody" in text


def test_it_is_the_formatter_of_the_console() -> None:
    formatters = [
        handler.formatter
        for handler in logging.getLogger().handlers
        if handler.__class__ is logging.StreamHandler
    ]
    assert formatters and all(isinstance(one, Discreet) for one in formatters)
