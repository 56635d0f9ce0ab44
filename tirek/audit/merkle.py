"""One hash over many rows (Merkle tree of RFC 9162, section 2.1.1): a leaf and a node are hashed apart."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

_ROW: Final = struct.Struct(">Bq32s")


class Leaf(NamedTuple):
    """A row of one of the sealed tables by the table's place and the row's id, and the hash of its columns."""

    part: int
    id: int
    hash: bytes


def unpacked(kept: bytes) -> Iterator[Leaf]:
    """Leaves as a seal keeps them, 41 bytes a row, packed by the database: they let the first bad row be named."""
    return (Leaf(*row) for row in _ROW.iter_unpack(kept))


def count_of(kept: bytes) -> int:
    """How many rows they are."""
    return len(kept) // _ROW.size


def root_of(kept: bytes) -> bytes:
    """The root over packed leaves; that of none is the hash of nothing."""
    size, sha256 = _ROW.size, hashlib.sha256
    level = [sha256(b"\0" + kept[start : start + size]).digest() for start in range(0, len(kept), size)]
    if not level:
        return sha256(b"").digest()
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        # A lone last node goes up as it is: the same tree as the RFC's, built from below.
        level = [
            sha256(b"\1" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ] + odd
    return level[0]
