"""The `tirek` command: every sub-command finds or starts the database and leaves nothing running behind."""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tirek.machine.home import Home
from tirek.machine.problems import Problem, words

if TYPE_CHECKING:
    from tirek.agencies.models import Worker

Command = Callable[[argparse.Namespace], int]
Add = Callable[[str, Command, str], argparse.ArgumentParser]


@contextmanager
def _called(options: argparse.Namespace) -> Iterator[Worker]:
    """The database ready, and the command's worker: --by LOGIN, else the first administrator."""
    from tirek.config.installation import ready

    with ready():
        from tirek.agencies.queries import NobodyCalled, worker_called

        try:
            worker = worker_called(options.by)
        except NobodyCalled:
            raise SystemExit(
                f"Nobody logs in as {options.by!r}. Give --by the login of an active worker."
            ) from None
        yield worker


@contextmanager
def _acting(options: argparse.Namespace) -> Iterator[Worker]:
    """One transaction in which the command's worker acts."""
    with _called(options) as worker:
        from tirek.gate.acting import act_as

        with act_as(worker.actor, purpose=f"command.{options.command}"):
            yield worker


def _import(options: argparse.Namespace) -> int:
    with _acting(options) as worker:
        from tirek.exchange.command import run_import

        done = run_import(
            options.file,
            dry_run=options.dry_run,
            settle=options.settle,
            as_json=options.json,
            skip_errors=options.skip_errors,
            worker=worker,
        )
    gc.freeze()  # the process ends here: nobody need look for cycles among hundreds of thousands of rows
    return done


def _report(options: argparse.Namespace) -> int:
    with _acting(options) as worker:
        from tirek.reports.command import run_report

        return run_report(options.grant, options.out, worker)


def _lookup(options: argparse.Namespace) -> int:
    if options.file is not None and options.out is None:
        raise Problem(words("Say with --out where the hits go.", "Укажите в --out, куда записать найденное."))
    if bool(options.text) == (options.file is not None):
        raise Problem(words("Give either a name or --file LIST.", "Укажите либо имя, либо --file СПИСОК."))
    if options.file is not None:
        with _called(options) as worker:
            from tirek.desk.lookup_list import run_lookup_list

            return run_lookup_list(options.file, options.out, options.top, worker)
    with _acting(options) as worker:
        from tirek.desk.lookup import run_lookup

        return run_lookup(" ".join(options.text), worker)


def _link(options: argparse.Namespace) -> int:
    from tirek.desk.batch import run_link

    if options.against != "registry":
        return run_link(options.list, Path(options.against), options.out, options.engine, options.master)
    with _acting(options) as worker:
        from tirek.desk.batch_registry import run_link_registry

        return run_link_registry(options.list, options.out, options.engine, options.master, worker)


def _dedupe(options: argparse.Namespace) -> int:
    from tirek.desk.batch import run_dedupe

    return run_dedupe(options.list, options.out, options.engine, options.master)


def _find_pairs(options: argparse.Namespace) -> int:
    with _called(options) as worker:
        from tirek.people.command import run_find_pairs

        return run_find_pairs(worker.agency_id)


def _invite(options: argparse.Namespace) -> int:
    from tirek.config.installation import ready

    with ready():
        from tirek.agencies.command import run_invite

        return run_invite(options.name, options.agency, options.kind, options.role)


def _synth(options: argparse.Namespace) -> int:
    from tirek.linkage.synth.files import write

    write(options.people, options.seed, options.out, options.noise)
    return 0


def _django(options: argparse.Namespace) -> int:
    from tirek.config.installation import ready

    with ready():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["tirek django", *options.arguments])
    return 0


def _messages(options: argparse.Namespace) -> int:
    from tirek.config.messages import run_messages

    return run_messages(check=options.check)


def _run(options: argparse.Namespace) -> int:
    from tirek.config.running import run

    return run(Home.from_environment(), demo=not options.empty)


def _prepare(options: argparse.Namespace) -> int:
    from tirek.config.running import prepare, prepare_files

    return prepare_files() if options.files else prepare(Home.from_environment())


def _worker_process(options: argparse.Namespace) -> int:
    from tirek.config.running import work

    return work()


def _catch_mail(options: argparse.Namespace) -> int:
    from tirek.machine.supervisor import CATCHER_PORT
    from tirek.outbox.catching import catch

    home = Home.from_environment()
    return catch(home.root / "mail", int(os.environ.get("TIREK_SMTP_PORT", CATCHER_PORT)))


def _begin(options: argparse.Namespace) -> int:
    from tirek.config.beginning import begin

    return begin(options.kind)


def _forget_second_factor(options: argparse.Namespace) -> int:
    with _acting(options) as worker:
        from tirek.agencies.command import run_forget_second_factor

        return run_forget_second_factor(options.login, worker)


def _install_roles(options: argparse.Namespace) -> int:
    from tirek.machine.database import install_external

    install_external(Home.from_environment())
    print(
        words(
            "The roles are installed. TIREK_ADMIN_URL is no longer needed.",
            "Роли установлены. Переменная TIREK_ADMIN_URL больше не нужна.",
        )
    )
    return 0


def _doctor(options: argparse.Namespace) -> int:
    from tirek.config.running import examine

    return examine(Home.from_environment())


def _check_rls(options: argparse.Namespace) -> int:
    from tirek.config.checking import check_rls

    return check_rls(scratch=options.scratch)


def _keys(options: argparse.Namespace) -> int:
    from tirek.config import keys

    home = Home.from_environment()
    if options.verb == "check":
        return keys.check(home, everything=options.all)
    return keys.make(home) if options.verb == "make" else keys.rotate(home)


def _rekey(options: argparse.Namespace) -> int:
    from tirek.config.rekeying import rekey

    return rekey(Home.from_environment())


def _anchor(options: argparse.Namespace) -> int:
    from tirek.config.auditing import anchor

    return anchor(Home.from_environment(), options.out)


def _verify_audit(options: argparse.Namespace) -> int:
    from tirek.config.auditing import verify_audit

    return verify_audit(Home.from_environment(), options.anchor)


def _docs(options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "tirek.demo.screenshots", str(options.out)]
    return subprocess.run(command, check=False).returncode


def parser() -> argparse.ArgumentParser:
    """The command line of Tirek."""
    top = argparse.ArgumentParser(
        prog="tirek", description="Tirek: help after prison, one registry, honest reports."
    )
    top.add_argument("--by", metavar="LOGIN", help="who acts; by default the administrator made at set-up")
    commands = top.add_subparsers(dest="command", required=True)

    def add(name: str, run: Command, about: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=about, description=about)
        command.set_defaults(run=run)
        command.add_argument("--by", metavar="LOGIN", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return command

    for one in (_of_the_registry, _of_lists, _of_the_installation, _of_what_guards_it, _of_developers):
        one(add)
    return top


def _of_the_registry(add: Add) -> None:
    bring = add("import", _import, "Read a workbook into the registry")
    bring.add_argument("file", type=Path)
    bring.add_argument("--dry-run", action="store_true", help="show what would happen and write nothing")
    bring.add_argument(
        "--settle", choices=["hold", "best"], default="hold", help="what to do with rows that may be"
    )
    bring.add_argument("--json", action="store_true", help="one JSON list of rows on standard output")
    bring.add_argument(
        "--skip-errors", action="store_true", help="leave out rows with errors, write the others"
    )
    report = add(
        "report", _report, "Write the grant report: Word and PDF, Russian and Kazakh, and the figures"
    )
    report.add_argument("--grant", default="latest", help="a grant's id, or latest")
    report.add_argument("--out", type=Path, required=True, metavar="DIR")
    lookup = add("lookup", _lookup, "Ask whether a person is already in the registry")
    lookup.add_argument("text", nargs="*", help="name, birth date or year, IIN")
    lookup.add_argument("--file", type=Path, metavar="LIST", help="a list of people, asked row by row")
    lookup.add_argument("--top", type=int, default=10, metavar="N", help="how many hits of a row are written")
    lookup.add_argument("--out", type=Path, metavar="FILE", help="where the hits of a list go, as CSV")
    add("find-pairs", _find_pairs, "Put records that may be one person into the agency's queue")


def _of_lists(add: Add) -> None:
    synth = add(
        "synth",
        _synth,
        "Write lists of invented people: a register, another agency's list, duplicates, the truth",
    )
    synth.add_argument("--people", type=int, required=True, metavar="N")
    synth.add_argument("--seed", type=int, required=True, metavar="S")
    synth.add_argument("--out", type=Path, required=True, metavar="DIR")
    synth.add_argument("--noise", choices=["test", "training"], default="test", help="which kind of noise")
    link = add("link", _link, "Find the people of a list in the registry or in another list")
    link.add_argument("list", type=Path, metavar="LIST", help="a list of people, as CSV or XLSX")
    link.add_argument(
        "--against", default="registry", metavar="registry|LIST", help="by default the registry"
    )
    dedupe = add("dedupe", _dedupe, "Find the rows of a list that are the same person")
    dedupe.add_argument("list", type=Path, metavar="LIST", help="a list of people, as CSV or XLSX")
    for batch in (link, dedupe):
        batch.add_argument(
            "--out", type=Path, required=True, metavar="FILE", help="where the result goes, as CSV"
        )
        batch.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
        batch.add_argument(
            "--master", metavar="URL", help="of a Spark cluster, for example spark://host:7077"
        )


def _of_the_installation(add: Add) -> None:
    invite = add("invite", _invite, "Print a one-time link by which somebody joins an agency's staff")
    invite.add_argument("name", help="full name of whoever is invited")
    invite.add_argument("--agency", required=True, help="found by its name, or added")
    invite.add_argument(
        "--kind", default="other", help="kind of an agency that is added: akimat, ngo, clinic…"
    )
    invite.add_argument(
        "--role", action="append", required=True, help="coordinator, agency_admin…; repeatable"
    )
    run = add("run", _run, "Start the server and the worker")
    run.add_argument("--empty", action="store_true", help="do not load the 2017 pilot")
    prepare = add("prepare", _prepare, "Bring the database up to date and collect the front-end files")
    prepare.add_argument(
        "--files", action="store_true", help="only translations and front-end files, no database"
    )
    add("worker", _worker_process, "Run the job worker alone")
    add("catch-mail", _catch_mail, "The demo's mail server: keeps what is sent and delivers to nobody")
    begin = add(
        "begin", _begin, "Say what a new installation is: a demo, or for real people, which is for good"
    )
    begin.add_argument("kind", choices=["demo", "real"])
    forget = add(
        "forget-second-factor", _forget_second_factor, "For a lost phone: forget it and the sessions"
    )
    forget.add_argument("login", help="whose second factor is forgotten")


def _of_what_guards_it(add: Add) -> None:
    add("doctor", _doctor, "Say what is wrong with this installation")
    add("install-roles", _install_roles, "Install roles on the server of TIREK_ADMIN_URL")
    guard = add("check-rls", _check_rls, "Say which tables, views and functions go round row security")
    guard.add_argument(
        "--scratch", action="store_true", help="look at an empty database made for the question"
    )
    keys = add("keys", _keys, "Make, rotate or check the keys that open sealed values")
    keys.add_argument("verb", choices=["make", "rotate", "check"])
    keys.add_argument("--all", action="store_true", help="check: open every value, not a thousand")
    add("rekey", _rekey, "After an update that changed matching: write the keys people are found by anew")
    anchor = add("anchor", _anchor, "Seal the access log and print the line to be kept outside")
    anchor.add_argument("--out", type=Path, metavar="FILE", help="add the line to a file instead")
    verify = add("verify-audit", _verify_audit, "Say whether the access log is as it was sealed")
    verify.add_argument("--anchor", type=Path, metavar="FILE", help="lines that tirek anchor wrote")


def _of_developers(add: Add) -> None:
    docs = add("docs", _docs, "Take the screenshots of the documentation anew")
    docs.add_argument("--out", type=Path, default=Path("docs/screenshots"), metavar="DIR")
    messages = add("messages", _messages, "Extract and compile translations")
    messages.add_argument("--check", action="store_true", help="fail when a text is not translated")
    django = add("django", _django, "Run a management command of Django")
    django.add_argument("arguments", nargs=argparse.REMAINDER)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a problem is one plain sentence and what to do, never a traceback."""
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    raise SystemExit(main())
