"""The house's rules that the import linter cannot see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tirek"
LADDER = [
    {"linkage", "ui", "machine"},
    {"audit"},
    {"gate"},
    {"outbox"},
    {"documents"},
    {"agencies"},
    {"people"},
    {"access"},
    {"grants"},
    {"cases"},
    {"services"},
    {"referrals"},
    {"visits"},
    {"exchange", "desk", "oversight", "reports"},
    {"insights"},
    {"config"},
    {"demo"},
]
RUNG = {name: height for height, names in enumerate(LADDER) for name in names}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "core", "base", "manager", "handler", "data", "info", "misc"}
OWN_ONLY = {"views", "forms", "urls", "jobs", "api"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50
SHARE_OF_LONG_FUNCTIONS = 0.02
P90_MODULE = 250


def modules() -> Iterator[Path]:
    """Every module of the program that a person wrote."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts and "tests" not in path.parts:
            yield path


def imports(path: Path) -> Iterator[str]:
    """The dotted names a module imports, function bodies included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_package_has_a_rung() -> None:
    packages = {path.name for path in SOURCE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert packages <= set(RUNG), "give the new package a rung and a decision record"


def test_no_foreign_key_points_up_the_ladder() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("tirek."):
            continue
        own = RUNG[model._meta.app_label]
        for field in model._meta.get_fields():
            if isinstance(field, (models.ForeignKey, models.ManyToManyField)):
                target = field.related_model._meta.app_label
                assert RUNG.get(target, -1) <= own, f"{model.__name__}.{field.name} points up"


def test_no_domain_reaches_into_anothers_pages_or_jobs() -> None:
    for path in modules():
        own = path.relative_to(SOURCE).parts[0]
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "tirek" and len(parts) > 2 and parts[2] in OWN_ONLY and own != "config":
                assert parts[1] == own or parts[1] == "ui", f"{path} imports {name}"


def test_no_model_signals() -> None:
    for path in modules():
        for name in imports(path):
            assert not name.startswith("django.db.models.signals"), f"{path} listens to a model signal"


def test_modules_stay_small() -> None:
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in modules()}
    too_long = {str(path): size for path, size in sizes.items() if size > LONGEST_MODULE}
    assert not too_long
    ordered = sorted(sizes.values())
    assert ordered[int(0.9 * (len(ordered) - 1))] <= P90_MODULE


def test_functions_stay_small() -> None:
    every, long = 0, []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                every += 1
                if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION:
                    long.append(f"{path}:{node.name}")
    assert len(long) <= SHARE_OF_LONG_FUNCTIONS * every, long


@pytest.mark.parametrize("kind", ["module", "package"])
def test_names_say_something(kind: str) -> None:
    names = {path.stem if kind == "module" else path.parent.name for path in modules()}
    assert not names & FORBIDDEN_NAMES


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not silent


def test_migrations_are_named() -> None:
    for path in SOURCE.rglob("migrations/0*.py"):
        assert "auto" not in path.stem and not path.stem.endswith("_initial"), f"name {path.name}"


def test_domain_vocabulary_is_the_same_everywhere() -> None:
    """Every write is an action with `by=` as its last keyword."""
    for path in SOURCE.glob("*/actions.py"):
        if path.parent.name == "audit":
            continue
        for node in ast.parse(path.read_text("utf-8")).body:
            writes = isinstance(node, ast.FunctionDef) and any(
                "atomic" in ast.unparse(decorator) for decorator in node.decorator_list
            )
            if isinstance(node, ast.FunctionDef) and writes and not node.name.startswith("_"):
                keywords = [argument.arg for argument in node.args.kwonlyargs]
                assert keywords and keywords[-1] == "by", f"{path.parent.name}.{node.name} needs by= last"
                assert not node.args.args, f"{path.parent.name}.{node.name} takes keywords only"


def test_no_path_of_a_machine_and_no_registry_address_is_committed() -> None:
    for name in (
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-linkage.lock",
        "package-lock.json",
    ):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text.replace("https://opencollective.com", "").replace(
            "https://github.com", ""
        ), name
        assert '"resolved"' not in text
