"""Every field of every model is classified; sealed values stand in one table behind one module."""

from __future__ import annotations

import ast
from pathlib import Path

from django.apps import apps

SOURCE = Path(__file__).resolve().parent.parent / "tirek"
CLASSES = {"open", "identity", "contact", "social", "justice", "health", "private"}


def test_every_field_is_classified() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("tirek."):
            continue
        classified = getattr(model, "privacy", None)
        assert classified is not None, f"{model.__name__} says nothing about its fields"
        fields = {field.name for field in model._meta.concrete_fields}
        assert fields == set(classified), f"{model.__name__}: {fields ^ set(classified)}"
        assert set(classified.values()) <= CLASSES, model.__name__


def test_only_the_vault_touches_sealed_values() -> None:
    for path in SOURCE.rglob("*.py"):
        if path.parts[-2] in ("migrations", "tests") or path.parent.name == "gate":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "tirek.gate.models":
                raise AssertionError(f"{path} goes around tirek.gate.vault")


def test_no_other_table_has_a_column_for_identifiers_or_contacts() -> None:
    telling = ("iin", "phone", "passport", "document_number")
    for model in apps.get_models():
        if model.__module__.startswith("tirek."):
            names = {field.name for field in model._meta.concrete_fields}
            assert not names & set(telling), model.__name__
