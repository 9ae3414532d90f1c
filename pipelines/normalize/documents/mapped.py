"""Text that knows where each of its characters was read: the one currency between the steps of this package.

Here are the few operations that keep the offset map right (cut, edit, one-to-one exchange, join). No step may make
text in another way, and nothing here knows about languages, markup or articles.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

Offsets = "array[int]"
Edit = tuple[int, int, str]
"""Characters `start` to `end` of a text, and what stands there afterwards ("" drops them)."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Characters with, for each, the range of the captured text it was read from.

    Invariants: ``len(chars) == len(starts) == len(ends)``, both arrays ascend, ``starts[i] < ends[i]``.
    """

    chars: str
    starts: "array[int]"
    ends: "array[int]"

    def __len__(self) -> int:
        """Number of characters."""
        return len(self.chars)

    def cut(self, start: int, end: int) -> "Mapped":
        """Characters `start` (included) to `end` (excluded)."""
        if start == 0 and end >= len(self.chars):
            return self
        return Mapped(self.chars[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> "Mapped":
        """Without white space at both ends."""
        if self.chars and not self.chars[0].isspace() and not self.chars[-1].isspace():
            return self
        body = self.chars.lstrip()
        start = len(self.chars) - len(body)
        return self.cut(start, start + len(body.rstrip()))

    def edit(self, edits: Sequence[Edit]) -> "Mapped":
        """Replace ranges, given in order and not overlapping, none empty.

        Every character of a replacement stands for the whole range that it replaces.
        """
        if not edits:
            return self
        chars: list[str] = []
        starts, ends = array("l"), array("l")
        at = 0
        for start, end, put in edits:
            chars += self.chars[at:start], put
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            if put:
                starts += array("l", (self.starts[start],)) * len(put)
                ends += array("l", (self.ends[end - 1],)) * len(put)
            at = end
        chars.append(self.chars[at:])
        return Mapped("".join(chars), starts + self.starts[at:], ends + self.ends[at:])

    def exchange(self, chars: str) -> "Mapped":
        """The same positions under other characters, one for one."""
        if len(chars) != len(self.chars):
            raise ValueError(f"not one to one: {len(self.chars)} characters became {len(chars)}")
        return self if chars == self.chars else Mapped(chars, self.starts, self.ends)

    def index_of(self, offset: int) -> int:
        """Position of the first character that was read from beyond captured offset `offset`."""
        return bisect_right(self.ends, offset)


def mapped(text: str) -> Mapped:
    """A captured text as its own map."""
    numbers = _numbers(max(1024, 1 << len(text).bit_length()))
    return Mapped(text, numbers[: len(text)], numbers[1 : len(text) + 1])


def empty() -> Mapped:
    """No characters."""
    return Mapped("", array("l"), array("l"))


def concatenate(parts: Iterable[Mapped]) -> Mapped:
    """Parts end to end, nothing between them."""
    chars: list[str] = []
    starts, ends = array("l"), array("l")
    for part in parts:
        chars.append(part.chars)
        starts += part.starts
        ends += part.ends
    return Mapped("".join(chars), starts, ends)


def between(before: Mapped, after: Mapped, char: str) -> Mapped:
    """One character to stand between two texts: read from the gap between them, or, without a gap, from the last
    character of `before`."""
    start, end = before.ends[-1], after.starts[0]
    if start >= end:
        start, end = before.starts[-1], before.ends[-1]
    return Mapped(char, array("l", (start,)), array("l", (end,)))


@cache
def _numbers(length: int) -> "array[int]":
    """0, 1, 2 …: sliced for each text, which is ten times faster than counting anew."""
    return array("l", range(length + 1))
