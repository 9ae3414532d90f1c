"""Derived random streams: each thing made has one of its own, named by a path, so that nothing depends on what else is made.

No global generator, no order of calls between things. What is drawn, and for what, is not decided here.
"""

import hashlib
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Stream(random.Random):
    """Random numbers of one thing."""

    def pick(self, things: Sequence[T]) -> T:
        """One of them, each as likely."""
        return things[int(self.random() * len(things))]

    def chance(self, share: float) -> bool:
        """True in this share of the calls."""
        return self.random() < share

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.random() * (high - low + 1))

    def some(self, things: Sequence[T], share: float) -> list[T]:
        """Each of them with this chance, in their order."""
        return [thing for thing in things if self.random() < share]

    def mixed(self, things: Sequence[T]) -> list[T]:
        """All of them in any order."""
        return sorted(things, key=lambda _: self.random())


def stream(*path: object) -> Stream:
    """The stream of this path: the same numbers on every machine."""
    name = "\x1f".join(map(str, path)).encode()
    return Stream(int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big"))
