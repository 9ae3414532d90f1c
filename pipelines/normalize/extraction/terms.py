"""Terms of a lexicon as one pattern that looks only where it can match.

An article is run once through one automaton of the words without which no terms match; `Terms` then try the few places
that are left. What they find is what the regular expression alone would find. What terms mean is no business of this
module.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import maxsize

import ahocorasick_rs

from pipelines.normalize.extraction.literals import Literal, required

LOOSEST = 40  # characters that a word's place in a match may vary before all of a stretch of text is searched
# Letters that stand for ASCII ones where case is ignored, and that lower case leaves as they are or makes longer.
_UNFOLDED = re.compile("[ſıİ]")


class Terms:
    """A regular expression in either case of letters that matches no empty words; it is asked like one of `re`."""

    __slots__ = ("__dict__", "_is_placed", "_number", "pattern")

    def __init__(self, pattern: str) -> None:
        """Nothing is compiled before a text holds a word of it; `pattern` is known to be an expression."""
        self.pattern = pattern
        literals = required(pattern, re.IGNORECASE)
        self._is_placed = literals is not None and all(one.farthest - one.nearest <= LOOSEST for one in literals)
        self._number = maxsize if literals is None else _SCREEN.add(self, literals, is_placed=self._is_placed)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression itself."""
        return re.compile(self.pattern, re.IGNORECASE)

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """False only where no match lies between `start` and `end`, whatever is cut off around them."""
        scan = _SCREEN.scan
        if scan.text is not text or self._number >= scan.known:
            return True
        places = scan.places.get(self)
        if places is None:
            return False
        at = bisect_left(places, start)
        return at < len(places) and places[at] < end

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Like `re.Pattern.search`."""
        scan = _SCREEN.scan
        if scan.text is not text or self._number >= scan.known:
            return self.regex.search(text, start, end)
        places = scan.places.get(self)
        if places is None:
            return None
        at = bisect_left(places, start)
        if at == len(places) or places[at] >= end:
            return None
        return next(self._matches(places, text, start, end), None)

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """Like `re.Pattern.finditer`."""
        scan = _SCREEN.scan
        if scan.text is not text or self._number >= scan.known:
            return self.regex.finditer(text, start, end)
        return self._matches(scan.places.get(self, ()), text, start, end)

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Like `re.Pattern.match`."""
        return self.regex.match(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Like `re.Pattern.fullmatch`."""
        return self.regex.fullmatch(text, start, end)

    def sub(self, replacement: str, text: str) -> str:
        """Like `re.Pattern.sub`."""
        return self.regex.sub(replacement, text)

    def _matches(self, places: Sequence[int], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        if not self._is_placed:
            at = bisect_left(places, start)
            if at < len(places) and places[at] < end:
                yield from self.regex.finditer(text, start, end)
            return
        match = self.regex.match
        for place in places[bisect_left(places, start) :]:
            if place >= end:
                return
            if place >= start and (found := match(text, place, end)):
                start = found.end()
                yield found


def scan(text: str) -> None:
    """Look through an article's text for the words of all terms: from now on those look only where it holds one."""
    _SCREEN.look_through(text)


@dataclass(frozen=True, slots=True)
class _Scan:
    """Where in a text the first `known` terms can match: places of their words, or of a match's beginning, in order."""

    text: str
    known: int
    places: Mapping[Terms, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Use:
    """Terms that need a word, and how far before the word their match can begin (None: just the word's own place)."""

    terms: Terms
    begins: range | None


class _Screen:
    """The automaton over the words of all terms, and what it found in the text that was looked through last."""

    def __init__(self) -> None:
        self.scan = _Scan("", 0, {})
        self._known = 0
        self._uses: dict[str, list[_Use]] = defaultdict(list)
        self._words: list[list[_Use]] = []
        self._automaton: ahocorasick_rs.AhoCorasick | None = None

    def add(self, terms: Terms, literals: Sequence[Literal], *, is_placed: bool) -> int:
        """The number of the terms. The automaton is built anew for the next text; soon all terms are known."""
        for one in literals:
            is_begin = not is_placed or one.farthest == 0
            begins = None if is_begin else range(one.nearest, one.farthest + 1)
            self._uses[one.word].append(_Use(terms, begins))
        self._automaton = None
        self._known += 1
        return self._known - 1

    def look_through(self, text: str) -> None:
        """Take this text for the one that is asked about from now on."""
        folded = text.lower()
        if len(folded) != len(text) or _UNFOLDED.search(text):
            self.scan = _Scan("", 0, {})
            return
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(self._uses)
            self._words = list(self._uses.values())
        hits: dict[int, list[int]] = defaultdict(list)
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            hits[index].append(start)
        places: dict[Terms, list[int]] = defaultdict(list)
        for index, starts in hits.items():
            for use in self._words[index]:
                begins = use.begins
                places[use.terms] += (
                    starts if begins is None else [s - before for s in starts for before in begins if s >= before]
                )
        self.scan = _Scan(text, self._known, {terms: sorted(set(found)) for terms, found in places.items()})


_SCREEN = _Screen()
