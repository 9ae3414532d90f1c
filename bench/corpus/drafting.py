"""Text in the making: paragraphs in which marks show where each fact is told, so that spans survive every later change.

A mark is a pair of private-use characters around the words. Layout, Traditional script and glosses work on marked text;
at the very end `unmarked` takes the marks out and says where they stood. What is said is decided by the tellers.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.model.span import Span

_FIRST = 0xE000
MOST_CLAIMS = 3_000  # two private-use characters each
_MARKS = re.compile(r"([\ue000-\uf8ff])")


@dataclass(slots=True)
class Draft:
    """Parts of text. `claims[i]` is the fact, of class `kind`, that mark i shows; it lacks span and quote."""

    parts: list[str] = field(default_factory=list)
    claims: list[tuple[type, Mapping[str, Any]]] = field(default_factory=list)
    _opened: int | None = None
    _pending: list[int] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Go on with these words."""
        self.parts.append(text)

    def show(self, text: str, kind: type, claim: Mapping[str, Any]) -> None:
        """Words that show a fact by themselves."""
        mark = self._claimed(kind, claim)
        self.parts.append(f"{_opening(mark)}{text}{_closing(mark)}")

    def open(self) -> None:
        """Words that show figures begin."""
        self._opened = len(self.parts)
        self.parts.append("")

    def claim(self, kind: type, claim: Mapping[str, Any]) -> None:
        """A fact shown by the words between `open` and `close`."""
        self._pending.append(self._claimed(kind, claim))

    def close(self) -> None:
        """Words that show figures end."""
        assert self._opened is not None  # templates are checked for it
        self.parts[self._opened] = "".join(map(_opening, self._pending))
        self.parts.extend(map(_closing, reversed(self._pending)))
        self._opened, self._pending = None, []

    def enclose(self, start: int, kind: type, claim: Mapping[str, Any]) -> None:
        """A fact shown by everything said since there were `start` parts."""
        mark = self._claimed(kind, claim)
        self.parts.insert(start, _opening(mark))
        self.parts.append(_closing(mark))

    def _claimed(self, kind: type, claim: Mapping[str, Any]) -> int:
        self.claims.append((kind, claim))
        assert len(self.claims) <= MOST_CLAIMS
        return len(self.claims) - 1

    def text(self) -> str:
        """What was said, with marks."""
        return "".join(self.parts)


def unmarked(text: str) -> tuple[str, dict[int, Span]]:
    """The text without marks, and for each mark where it stood."""
    pieces = _MARKS.split(text)
    at = len(pieces[0])
    starts: dict[int, int] = {}
    spans: dict[int, Span] = {}
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        number, is_end = divmod(ord(mark) - _FIRST, 2)
        if is_end:
            spans[number] = Span(starts[number], at)
        else:
            starts[number] = at
        at += len(piece)
    return "".join(pieces[::2]), spans


def _opening(mark: int) -> str:
    return chr(_FIRST + 2 * mark)


def _closing(mark: int) -> str:
    return chr(_FIRST + 2 * mark + 1)
