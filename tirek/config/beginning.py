"""`tirek begin demo|real`: what a new installation is, said before anybody is registered."""

from __future__ import annotations

import sys

from tirek.config.installation import begin_demo, ready
from tirek.machine.problems import words


def begin(kind: str) -> int:
    """Begin as a demo, where nobody is registered yet, or for real people, which is for good; 1 when it cannot be."""
    with ready() as connections:
        if kind == "real":
            from tirek.gate.installation import found_real

            found_real()
            print(words("This installation is for real people.", "Эта установка для настоящих людей."))
            return 0
        if begin_demo(connections):
            print(
                words(
                    "This installation is a demo: invented people only.",
                    "Эта установка демонстрационная: только вымышленные люди.",
                )
            )
            return 0
    print(
        words(
            "This installation is for real people and stays so. A demo needs a new TIREK_HOME.",
            "Эта установка для настоящих людей, и это навсегда. Демонстрации нужна новая папка TIREK_HOME.",
        ),
        file=sys.stderr,
    )
    return 1
