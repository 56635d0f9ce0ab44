"""`tirek run`, `prepare`, `worker`, `doctor` and `docs`: the machine's parts put together with Django's."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tirek.config.installation import (
    begin_demo,
    ensure_administrator,
    pending_migrations,
    ready,
    set_environment,
)
from tirek.config.messages import compile_all
from tirek.machine import supervisor
from tirek.machine.database import Connections, running
from tirek.machine.home import PROJECT, Home
from tirek.machine.problems import Problem, words

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _step(sentence: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"  {sentence} ", end="", flush=True)
    yield
    print(f"· {time.monotonic() - began:.1f} s", flush=True)


def prepare_files() -> int:
    """Compile the catalogues and collect the front-end files; no database is needed or touched."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tirek.config.settings")
    with _step(words("Translations and static files", "Переводы и статические файлы")):
        compile_all()
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
    return 0


def prepare(home: Home) -> int:
    """Make the files ready and bring the database up to date."""
    with _step(words("Database", "База данных")), ready(home):
        pass
    return prepare_files()


def _collected_is_old() -> bool:
    made = PROJECT / "build" / "collected" / "staticfiles.json"
    built = [path.stat().st_mtime for path in (PROJECT / "build" / "static").rglob("*") if path.is_file()]
    built += [path.stat().st_mtime for path in (PROJECT / "tirek").glob("*/static/**/*") if path.is_file()]
    return not made.exists() or made.stat().st_mtime < max(built, default=0)


def _catalogues_are_old() -> bool:
    from tirek.config.messages import LANGUAGES, path_of

    for language in LANGUAGES:
        text, compiled = path_of(language), path_of(language).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < text.stat().st_mtime:
            return True
    return False


def run(home: Home, *, demo: bool) -> int:
    """Prepare what is stale, load the pilot on the first start, serve until Ctrl-C."""
    supervisor.check_free(home)
    if _catalogues_are_old() or _collected_is_old():
        prepare(home)
    with ready(home) as connections:
        if demo and not _is_for_real_people(connections) and not _has_grants():
            with _step(words("The pilot of 2017, through the import", "Пилот 2017 года, через загрузку")):
                _load_pilot()
        if not demo:
            settle_for_real_people()
        login = ensure_administrator(home)
        environ = supervisor.with_catcher(os.environ) if _is_demo() else os.environ
        return supervisor.serve(home, connections, _announce(home, login), environ=environ)


def _load_pilot() -> None:
    command = [sys.executable, "-m", "tirek.demo.pilot"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(
            words("The pilot could not be loaded.", "Пилот не загрузился."),
            (done.stderr or done.stdout).strip()[-600:],
        )


def _is_for_real_people(connections: Connections) -> bool:
    """Whether the pilot may not be loaded: this is settled, or somebody is registered."""
    return not begin_demo(connections)


def settle_for_real_people() -> None:
    """An installation begun without the pilot is for real people, unless it was begun as a demo."""
    from tirek.gate.installation import found_real, is_settled

    if not is_settled():
        found_real()


def _is_demo() -> bool:
    from tirek.gate.installation import is_demo

    return is_demo()


def _has_grants() -> bool:
    from tirek.grants.models import Grant

    return Grant.objects.exists()


def _announce(home: Home, login: tuple[str, str] | None) -> Callable[[str], None]:
    def announce(address: str) -> None:
        print(f"\n  {words('Open', 'Откройте')} {address}")
        if login is not None:
            print(f"  {words('Log in', 'Вход')}: {login[0]}   {words('Password', 'Пароль')}: {login[1]}")
        if (home.report / "figures.json").exists():
            print(f"  {words('Report', 'Отчёт')}: {home.report}")
        print(f"  {words('Ctrl-C stops it.', 'Остановить: Ctrl-C.')}", flush=True)

    return announce


def work() -> int:
    """Run the job worker in this process until it is told to stop; its database login is the worker's."""
    import django

    home = Home.from_environment()
    with running(home) as connections:
        set_environment(home, connections, acting="worker")
        django.setup()
        from procrastinate.contrib.django import app

        async def serve() -> None:
            async with app.open_async():
                await app.run_worker_async(concurrency=1)

        with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
            asyncio.run(serve())
    return 0


def examine(home: Home) -> int:
    """`tirek doctor`: print each check and, where it failed, what to do; 1 when anything failed."""
    from tirek.config.entrance_checks import entrance_checks
    from tirek.machine import doctor

    checks = [*doctor.examine(home, pending=_pending), *entrance_checks(home)]
    for check in checks:
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.message}")
        if not check.ok:
            print(f"      {check.what_to_do}")
    return int(not all(check.ok for check in checks))


def _pending(connections: Connections) -> list[str]:
    import django

    set_environment(Home.from_environment(), connections)
    django.setup()
    return pending_migrations()
