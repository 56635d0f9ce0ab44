"""What `tirek doctor` says of the entrance: demo or for real people, who has no second factor, whether secrets open."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from tirek.config.installation import kind_of, set_environment
from tirek.machine.database import Connections, running
from tirek.machine.doctor import Check
from tirek.machine.home import Home
from tirek.machine.problems import Problem, words

_WITHOUT: str = """
SELECT count(*) FROM agencies_user AS login WHERE login.is_active AND EXISTS (
    SELECT FROM agencies_worker AS worker WHERE worker.user_id = login.id
) AND NOT EXISTS (
    SELECT FROM mfa_authenticator AS held WHERE held.user_id = login.id AND held.type IN ('totp', 'webauthn')
)
"""


def entrance_checks(home: Home) -> Iterator[Check]:
    """The checks, each from the installation's own database."""
    try:
        with running(home) as connections, psycopg.connect(connections.app) as app:
            kind = kind_of(app)
            yield _kind(kind)
            yield _first_login(home, kind)
            if kind == "real":
                yield _second_factors(app)
            yield _secrets(home, connections, app)
    except (Problem, psycopg.Error):
        yield Check(
            words("entrance", "вход"),
            False,
            words("cannot be looked at: the database is not up to date", "не проверить: база не обновлена"),
            words("Run `tirek prepare`.", "Выполните `tirek prepare`."),
        )


def _kind(kind: str) -> Check:
    message = (
        words(
            "demo: invented people only, no second factor",
            "демонстрация: только вымышленные люди, без второго фактора",
        )
        if kind == "demo"
        else words(
            "for real people: the second factor is asked",
            "для настоящих людей: спрашивается второй фактор",
        )
    )
    return Check(words("installation", "установка"), True, message)


def _first_login(home: Home, kind: str) -> Check:
    kept = (home.root / "first-login.json").exists()
    return Check(
        words("first log-in", "первый вход"),
        not (kept and kind == "real"),
        words("kept in a file", "хранится в файле") if kept else words("not kept", "не хранится"),
        words(
            "Change the administrator's password and delete first-login.json.",
            "Смените пароль администратора и удалите first-login.json.",
        ),
    )


def _second_factors(app: psycopg.Connection) -> Check:
    row = app.execute(_WITHOUT.encode()).fetchone()
    without = row[0] if row else 0
    return Check(
        words("second factor", "второй фактор"),
        True,
        words(
            f"{without} workers will make one at their next log-in",
            f"сделают при следующем входе, человек: {without}",
        )
        if without
        else words("everybody has one", "есть у всех"),
    )


def _secrets(home: Home, connections: Connections, app: psycopg.Connection) -> Check:
    """Whether the secrets of second factors open under this keyring."""
    import django

    set_environment(home, connections)
    django.setup()
    from tirek.gate.ciphers import DoesNotOpen, open_secret

    bad = 0
    for (sealed,) in app.execute(
        "SELECT coalesce(data->>'secret', data->>'seed') FROM mfa_authenticator WHERE type <> 'webauthn'"
    ).fetchall():
        try:
            open_secret(sealed or "")
        except DoesNotOpen:
            bad += 1
    return Check(
        words("secrets of the second factor", "секреты второго фактора"),
        not bad,
        words(f"{bad} do not open", f"не открываются: {bad}") if bad else words("they open", "открываются"),
        words(
            "Put the former keys.json back, or forget them: `tirek forget-second-factor LOGIN`.",
            "Верните прежний keys.json или забудьте их: `tirek forget-second-factor ЛОГИН`.",
        )
        if bad
        else "",
    )
