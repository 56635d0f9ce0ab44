"""`tirek anchor` and `tirek verify-audit`: the head of the seals kept outside, and everything sealed looked at anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tirek.audit.sealing import last_seal, seal
from tirek.audit.verifying import Fault, Verdict, anchor_of, anchors_in, verify
from tirek.config.keys import seeing_all
from tirek.machine import keyring
from tirek.machine.database import running
from tirek.machine.home import Home
from tirek.machine.problems import Problem, plainly, words

_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "changed": ("was changed", "изменена"),
    "deleted": ("was deleted", "удалена"),
    "added": ("was added afterwards", "добавлена задним числом"),
    "erased": ("was emptied, and nobody was erased", "очищена, хотя человека не стирали"),
    "seal-missing": ("is missing", "отсутствует"),
    "seal-changed": ("was changed", "изменена"),
    "signature": ("is signed by another key", "подписана другим ключом"),
    "anchor": ("is not the one that was kept outside", "не та, что хранится снаружи"),
    "cut": (
        "was kept outside and is gone: the end of the log was cut off",
        "хранится снаружи, а в базе её нет: конец журнала отрезан",
    ),
}
# An erased person's former rows are emptied by the one function that leaves a tombstone; without it somebody hid something.
_EMPTIED: Final = """
    SELECT id FROM audit_formerrow AS one WHERE former IS NULL
    AND NOT EXISTS (SELECT FROM people_erasure AS gone WHERE gone.person_id = one.person_id) ORDER BY id LIMIT 1
"""


def anchor(home: Home, out: Path | None) -> int:
    """Seal what is there and print the head, or add it to a file that is kept elsewhere."""
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
        with seeing_all(connections.migrator) as database:
            with database.transaction(), database.cursor() as cursor:
                seal(cursor, ring)
            with database.cursor() as cursor:
                last = last_seal(cursor)
    assert last is not None, "the first seal is made of nothing, too"
    line = anchor_of(last)
    if out is None:
        print(line)
        return 0
    with plainly(out), out.open("a", encoding="utf-8") as kept:
        kept.write(f"{line}\n")
    print(
        words(f"Seal {last.number} is written to {out}.", f"Печать {last.number} записана в файл {out}."),
        words("Keep the file on another machine.", "Храните файл на другой машине."),
    )
    return 0


def verify_audit(home: Home, kept: Path | None) -> int:
    """Look at every seal and every row under it; 1 with the first bad row named."""
    anchors = _anchors(kept) if kept else None
    with running(home) as connections:
        ring = keyring.fitting(home, connections.app)
        with seeing_all(connections.migrator) as database, database.cursor() as cursor:
            verdict = verify(cursor, ring, anchors)
            verdict.fault = verdict.fault or _emptied(cursor)
    print(_in_words(verdict))
    return int(verdict.fault is not None)


def _anchors(path: Path) -> Mapping[int, str]:
    with plainly(path):
        try:
            return anchors_in(path.read_text("utf-8").splitlines())
        except (ValueError, FileNotFoundError) as error:
            raise Problem(
                words(f"No line of {path} is an anchor.", f"В файле {path} нет ни одной строки с печатью."),
                words(
                    "Give the file that tirek anchor wrote.",
                    "Укажите файл, который записала команда tirek anchor.",
                ),
            ) from error


def _emptied(cursor: Any) -> Fault | None:
    cursor.execute(_EMPTIED)
    row = cursor.fetchone()
    return Fault("erased", 0, "audit_formerrow", row[0]) if row else None


def _in_words(verdict: Verdict) -> str:
    fault = verdict.fault
    if fault is not None:
        english, russian = _SAID[fault.what]
        if fault.row is not None:
            return words(
                f"FAIL  {fault.table}, row {fault.row} {english}.",
                f"FAIL  {fault.table}, строка {fault.row} {russian}.",
            )
        return words(f"FAIL  Seal {fault.seal} {english}.", f"FAIL  Печать {fault.seal} {russian}.")
    said = words(
        f"ok    {verdict.rows} rows under {verdict.seals} seals are as they were sealed; {verdict.unsealed} wait for a seal.",
        f"ok    Строк под печатями: {verdict.rows}, печатей: {verdict.seals}, всё как было; ждут печати: {verdict.unsealed}.",
    )
    if verdict.strange_keys:
        said += words(
            f" {verdict.strange_keys} seals are signed by keys no longer kept; later seals vouch for them.",
            f" Печатей с ключами, которых больше нет: {verdict.strange_keys}; за них отвечают более поздние.",
        )
    return said
