"""The pieces a report is laid out from; Typst and Word render the same list of them, so no number can differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from tirek.ui.charts import Spec

Align = Literal["left", "right", "center"]


class Shape(NamedTuple):
    """Columns of a table: shares of the text width, and how each is aligned."""

    widths: tuple[int, ...]
    aligns: tuple[Align, ...]


_L: Final[Align] = "left"
_R: Final[Align] = "right"
_C: Final[Align] = "center"

SHAPES: Final[dict[str, Shape]] = {
    "pair": Shape((76, 24), (_L, _R)),
    "name_two": Shape((56, 22, 22), (_L, _R, _R)),
    "thirds": Shape((34, 33, 33), (_C, _C, _C)),
    "quarters": Shape((25, 25, 25, 25), (_C, _C, _C, _C)),
    "two_count": Shape((38, 44, 18), (_L, _L, _R)),
    "events": Shape((5, 16, 16, 20, 16, 27), (_R, _L, _L, _L, _L, _L)),
    "refusals": Shape((30, 39, 16, 15), (_L, _L, _L, _R)),
    "plan": Shape((24, 10, 9, 17, 40), (_L, _R, _R, _R, _L)),
    "mismatches": Shape((22, 13, 14, 18, 33), (_L, _R, _R, _L, _L)),
    "budget": Shape((25, 17, 17, 17, 24), (_L, _R, _R, _R, _L)),
    "moves": Shape((20, 20, 17, 43), (_L, _L, _R, _L)),
}


_WHOLE_ROWS: Final = 12
_WHOLE_LETTERS: Final = 900


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of the form; `hint` is its part in brackets, set lighter."""

    level: int
    text: str
    hint: str = ""
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Item:
    """One of items 1 to 6 of the form: what is asked, and the answer."""

    label: str
    value: str
    kind: Literal["item"] = "item"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a note explains a table, a gap stands where something is still missing."""

    text: str
    tone: Literal["body", "note", "gap"] = "body"
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    lines: tuple[str, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells of one row; a strong row is a group or a total, an inner row belongs to the group above it."""

    cells: tuple[str, ...]
    strong: bool = False
    inner: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns are those of its shape; without rows, `empty` is said instead."""

    shape: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    kind: Literal["table"] = "table"

    @property
    def whole(self) -> bool:
        """Short enough to stand on one page undivided."""
        letters = sum(len(cell) for row in self.rows for cell in row.cells)
        return len(self.rows) <= _WHOLE_ROWS and letters <= _WHOLE_LETTERS


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, with the sentence that stands for it."""

    caption: str
    alt: str
    spec: Spec
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, slots=True)
class Signature:
    """Where the head of the organisation signs."""

    post: str
    name: str
    under: str
    stamp: str
    day: str
    kind: Literal["signature"] = "signature"


Block = Heading | Item | Paragraph | Bullets | Table | Picture | Signature


@dataclass(frozen=True, slots=True)
class Outline:
    """The document as a whole: what stands once, what stands on every page, and the blocks in order."""

    title: str
    project: str
    issue: str
    author: str
    footer: str
    page_word: str
    of_word: str
    draft: bool
    draft_mark: str
    draft_note: str
    language: str
    locale: str
    blocks: tuple[Block, ...]
