"""`tirek link` and `tirek dedupe`: the words around a batch; a list against a list needs no database."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from tirek.linkage.batch import BatchProblem, dedupe, link
from tirek.linkage.batch.linking import Registry
from tirek.linkage.batch.running import Account, beside
from tirek.machine.problems import Problem

_STAGES: Final = {
    "left": ("reading the list", "чтение списка"),
    "right": ("reading the other list", "чтение второго списка"),
    "list": ("reading the list", "чтение списка"),
    "index": ("counting names and keys", "подсчёт имён и ключей"),
    "compare": ("comparing", "сравнение"),
    "cluster": ("gathering clusters", "сбор групп"),
}
_KINDS: Final = {
    "surname-date": "фамилия и дата рождения", "start-date": "начало фамилии и дата рождения", "given-date": "имя и дата рождения",
    "initials-date": "инициалы и дата рождения", "name-birthday": "имя, фамилия, день и месяц рождения",
    "father-birthday": "имя, отчество, день и месяц рождения", "full": "фамилия, имя и отчество", "name": "фамилия и имя",
    "name-year": "фамилия, имя и год рождения", "father-year": "имя, отчество и год рождения",
    "initial-year": "фамилия, инициал и год рождения", "no-birth": "фамилия и имя без даты", "initials": "фамилия и инициалы",
    "iin": "ИИН",
}  # fmt: skip


def _is_english() -> bool:
    """Russian unless the terminal asks for English, as every command that speaks of people."""
    return (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").lower().startswith("en")


def _words(english: str, russian: str) -> str:
    return english if _is_english() else russian


def run_link(path: Path, against: Path | Registry, out: Path, engine: str, master: str | None) -> int:
    """Link and say what came of it; a problem is one sentence."""
    bar = _Bar()
    try:
        done = link(path, against, out, engine=engine, master=master, tell=bar.tell)
    except BatchProblem as problem:
        raise Problem(_words(problem.english, problem.russian)) from None
    finally:
        bar.end()
    maybe = beside(out, "maybe").name
    _say(
        f"{done.links} links: {out}. {done.maybes} more rows are for a person to decide: {maybe}.",
        f"Найдено совпадений: {done.links}, они в {out}. Решать человеку: {done.maybes}, они в {maybe}.",
    )
    _account(done.account)
    return 0


def run_dedupe(path: Path, out: Path, engine: str, master: str | None) -> int:
    """Dedupe and say what came of it; a problem is one sentence."""
    bar = _Bar()
    try:
        done = dedupe(path, out, engine=engine, master=master, tell=bar.tell)
    except BatchProblem as problem:
        raise Problem(_words(problem.english, problem.russian)) from None
    finally:
        bar.end()
    maybe = beside(out, "maybe").name
    _say(
        f"{done.clusters} people stand there more than once, {done.clustered_rows} rows in all: {out}."
        f" {done.maybes} more pairs are for a person to decide: {maybe}.",
        f"Записаны не раз: {done.clusters} чел., всего строк {done.clustered_rows}, они в {out}."
        f" Решать человеку: пар {done.maybes}, они в {maybe}.",
    )
    _account(done.account)
    return 0


def _account(account: Account) -> None:
    """What was left out and what was doubtful: nothing is passed over in silence."""
    if account.faults_file is not None:
        _say(
            f"Rows left out: {account.left_out_rows}; read with doubts: {account.doubtful_rows}; with an id that another"
            f" row has too: {account.doubled_ids}. Each is named in {account.faults_file.name}.",
            f"Строк не учтено: {account.left_out_rows}; прочитано с сомнением: {account.doubtful_rows}; с повторным id:"
            f" {account.doubled_ids}. Каждая названа в {account.faults_file.name}.",
        )
    left_out = account.left_out
    if left_out.keys:
        kinds = ", ".join(
            left_out.kinds if _is_english() else (_KINDS.get(one, one) for one in left_out.kinds)
        )
        _say(
            f"Not compared by keys that more than {left_out.most_rows} rows share: {left_out.keys} keys, the largest of"
            f" {left_out.rows} rows ({kinds}). Namesakes of whom no more is written were not compared with one another.",
            f"Не сравнивались по ключам, общим более чем для {left_out.most_rows} строк: таких ключей {left_out.keys},"
            f" крупнейший на {left_out.rows} строк ({kinds}). Тёзки, о которых больше ничего не написано, между собой не сравнены.",
        )


def _say(english: str, russian: str) -> None:
    print(_words(english, russian), file=sys.stderr)


class _Bar:
    """How far the batch is, on a terminal only."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()
        self._drawn = False

    def tell(self, what: str, done: int, total: int) -> None:
        """The stage, and how much of it is done where that is known."""
        if not self._shows:
            return
        self._drawn = True
        share = min(1.0, done / total) if total else 0.0
        drawn = f"{'█' * round(30 * share):░<30} {share:4.0%} " if total else ""
        print(f"\r\033[K{drawn}{_words(*_STAGES[what])}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line free."""
        if self._drawn:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
