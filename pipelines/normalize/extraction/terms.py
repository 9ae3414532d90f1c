"""Terms of a lexicon, looked for only where they can stand.

An article is run once through one automaton of the words without which no term matches; `Terms` then try the few places
that are left. What they find is what the regular expression of all of them would find. What terms mean is no business of
this module. It is for one thread: what was asked about last is kept without a lock; articles are read by processes.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from sys import maxsize

import ahocorasick_rs

from pipelines.model.records import record
from pipelines.normalize.extraction.literals import LOOSEST, Literal, required

# What no text holds that is screened: other digits than ASCII's, two blanks in a row, and characters that stand for ASCII ones
# where case is ignored and that lower case leaves as they are.
_UNLIKE = (re.compile(r"[^\D0-9]"), re.compile(r"\s\s"), re.compile("[ſı]"))
_BITS = 12  # of a key: which term, below the place where it may begin
_MASK = (1 << _BITS) - 1


class Terms:
    """Regular expressions, in either case of letters if not said otherwise, the earlier before the later; asked like one of `re`.

    Only `match` and `fullmatch` tell the groups of all terms: what is searched comes from the one term that was found.
    """

    def __init__(self, terms: Sequence[str], flags: int = re.IGNORECASE) -> None:
        """`terms` are known to be expressions, none of which matches an empty text. Compiled where a text asks for it."""
        self._terms = terms
        self._flags = flags
        self._ways: list[re.Pattern[str] | None] = [None] * len(terms)
        literals = [required(term, flags) for term in terms]
        # A term that can match without any word makes all of them one expression.
        self._number = maxsize if None in literals else _SCREEN.add(self, [known or () for known in literals])
        # The text that was asked about last, and where the terms may begin in it.
        self._text: str | None = None
        self._places = _NOWHERE

    @property
    def pattern(self) -> str:
        """All terms as one expression."""
        return "|".join(f"(?:{term})" for term in self._terms)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Like `re.Pattern.search`."""
        places = self._places if text is self._text else self._look_up(text)
        if places is None:
            return self._whole.search(text, start, end)
        if places.loose:
            return next(self._all(places, text, start, end), None)
        ways = self._ways
        for key in places.between(start, end):
            if found := (ways[key & _MASK] or self._way(key & _MASK)).match(text, key >> _BITS, end):
                return found
        return None

    def finditer(self, text: str, start: int = 0, end: int = maxsize) -> Iterator[re.Match[str]]:
        """Like `re.Pattern.finditer`."""
        places = self._places if text is self._text else self._look_up(text)
        if places is None:
            return self._whole.finditer(text, start, end)
        return iter(()) if places is _NOWHERE else self._all(places, text, start, end)

    def match(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Like `re.Pattern.match`."""
        places = self._places if text is self._text else self._look_up(text)
        if places is None or places.loose or places.begins_at(start):
            return self._whole.match(text, start, end)
        return None

    def fullmatch(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """Like `re.Pattern.fullmatch`."""
        return self._whole.fullmatch(text, start, end)

    def sub(self, replacement: str, text: str) -> str:
        """Like `re.Pattern.sub`."""
        return self._whole.sub(replacement, text)

    def stand_in(self, text: str, start: int, end: int) -> bool:
        """Whether a term matches in the words between `start` and `end` by themselves: nothing stands around them."""
        places = self._places if text is self._text else self._look_up(text)
        if places is None:
            return self._whole.search(text[start:end]) is not None
        if keys := places.between(start, end):
            words, ways = text[start:end], self._ways
            for key in keys:
                if (ways[key & _MASK] or self._way(key & _MASK)).match(words, (key >> _BITS) - start):
                    return True
        return bool(places.loose) and any(
            self._way(one.term).search(text[start:end]) for one in places.loose_in(start, end)
        )

    def may_stand_in(self, text: str, start: int, end: int) -> bool:
        """False only where no word that a term needs lies between `start` and `end`, whatever stands around them."""
        places = self._places if text is self._text else self._look_up(text)
        return places is None or bool(places.between(start, end) or places.loose_in(start, end))

    def _all(self, places: "_Places", text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches in order. Of those that begin at one place the earliest term's counts; the next begins where it ends."""
        keys, ways = places.between(start, end), self._ways
        if loose := places.loose_in(start, end):
            yield from self._with_loose(keys, loose, text, start, end)
            return
        for key in keys:
            place = key >> _BITS
            if place >= start and (found := (ways[key & _MASK] or self._way(key & _MASK)).match(text, place, end)):
                yield found
                start = found.end()

    def _with_loose(
        self, keys: Sequence[int], loose: Sequence["_Loose"], text: str, start: int, end: int
    ) -> Iterator[re.Match[str]]:
        """The same where some terms may begin anywhere."""
        ahead = [self._ahead(one, text, start, end) for one in loose]
        at = 0
        while True:
            first, found = min(ahead, key=_first)
            while at < len(keys) and keys[at] < first:
                key = keys[at]
                at += 1
                if key >> _BITS >= start and (placed := self._way(key & _MASK).match(text, key >> _BITS, end)):
                    found = placed
                    break
            if found is None:
                return
            yield found
            start = found.end()
            ahead = [
                known if known[0] >> _BITS >= start else self._ahead(one, text, start, end)
                for known, one in zip(ahead, loose, strict=True)
            ]

    def _ahead(self, one: "_Loose", text: str, start: int, end: int) -> tuple[int, re.Match[str] | None]:
        """The next match of a loose term with its key; a key behind all others where there is none."""
        word = one.first(start, end)
        found = self._way(one.term).search(text, max(start, word - one.reach), end) if word < end else None
        return (end << _BITS, None) if found is None else (found.start() << _BITS | one.term, found)

    def _look_up(self, text: str) -> "_Places | None":
        """Where the terms may begin in a text; None where it was not looked through for them."""
        places = _SCREEN.places_of(self, self._number, text)
        if places is not None:
            self._text, self._places = text, places
        return places

    def _way(self, term: int) -> re.Pattern[str]:
        way = self._ways[term]
        if way is None:
            way = self._ways[term] = re.compile(self._terms[term], self._flags)
        return way


def scan(text: str) -> None:
    """Look through a text for the words of all terms: from now on those look only where it holds one.

    The two texts that were looked through last are known: an article's, and the same with other punctuation.
    """
    _SCREEN.look_through(text)


def _first(ahead: tuple[int, re.Match[str] | None]) -> int:
    return ahead[0]


@record()
class _Loose:
    """A term whose word stands anywhere in its match: the word's places, and how far before it a match may begin."""

    term: int
    reach: int
    words: Sequence[int]

    def first(self, start: int, end: int) -> int:
        """The first place of the word from `start` on; `end` where there is none."""
        at = bisect_left(self.words, start)
        return self.words[at] if at < len(self.words) else end


@record()
class _Places:
    """Where some terms may begin in a text: keys of place and term in order, and the terms of which that is not known."""

    keys: Sequence[int]
    loose: Sequence[_Loose]

    def between(self, start: int, end: int) -> Sequence[int]:
        """The keys of places from `start` to before `end`."""
        keys = self.keys
        if not keys:
            return ()
        first = bisect_left(keys, start << _BITS)
        if first == len(keys) or keys[first] >> _BITS >= end:
            return ()
        return keys[first : bisect_left(keys, end << _BITS, first)]

    def loose_in(self, start: int, end: int) -> Sequence[_Loose]:
        """The loose terms of which a word begins from `start` to before `end`."""
        return [one for one in self.loose if one.first(start, end) < end] if self.loose else ()

    def begins_at(self, place: int) -> bool:
        """Whether a term may begin just there."""
        at = bisect_left(self.keys, place << _BITS)
        return at < len(self.keys) and self.keys[at] >> _BITS == place


_NOWHERE = _Places((), ())


@record()
class _Use:
    """A term that needs a word. `deltas` lead from the word's place, shifted as in a key, to the keys of the places where the
    term may begin; of a loose term there are none, and it begins at most `reach` characters before the word.
    """

    terms: Terms
    term: int
    reach: int
    deltas: tuple[int, ...]


@record()
class _Scan:
    """A text and the words of the first `known` terms that stand in it, each with its places, shifted as in a key."""

    text: str
    known: int
    found: Mapping[Terms, Sequence[tuple[_Use, Sequence[int]]]]


class _Screen:
    """The automaton over the words of all terms, and what it found in the last texts that were looked through."""

    def __init__(self) -> None:
        self._scans = (_Scan("", 0, {}), _Scan("", 0, {}))
        self._known = 0
        self._uses: dict[str, list[_Use]] = defaultdict(list)
        self._words: list[list[_Use]] = []
        self._automaton: ahocorasick_rs.AhoCorasick | None = None

    def add(self, terms: Terms, literals: Sequence[Sequence[Literal]]) -> int:
        """The number of the terms. The automaton is built anew for the next text; soon all terms are known."""
        for term, words in enumerate(literals):
            farthest = max((one.farthest for one in words), default=0)
            is_loose = farthest - min((one.nearest for one in words), default=0) > LOOSEST
            for one in words:
                behind = () if is_loose else range(one.nearest, one.farthest + 1)
                deltas = tuple(term - (distance << _BITS) for distance in behind)
                self._uses[one.word].append(_Use(terms, term, farthest, deltas))
        self._automaton = None
        self._known += 1
        return self._known - 1

    def places_of(self, terms: Terms, number: int, text: str) -> _Places | None:
        """Where the terms may begin in this very text; None where it was not looked through for them."""
        scan, other = self._scans
        if scan.text is not text:
            scan = other
        if scan.text is not text or number >= scan.known:
            return None
        found = scan.found.get(terms)
        return _places(found) if found else _NOWHERE

    def look_through(self, text: str) -> None:
        """Take this text for the one that is asked about from now on."""
        folded = text.lower()
        if len(folded) != len(text) or any(unlike.search(text) for unlike in _UNLIKE):
            self._scans = (_Scan("", 0, {}), self._scans[0])
            return
        if self._automaton is None:
            self._automaton = ahocorasick_rs.AhoCorasick(self._uses)
            self._words = list(self._uses.values())
        words: dict[int, list[int]] = defaultdict(list)
        for index, start, _ in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            words[index].append(start << _BITS)
        found: dict[Terms, list[tuple[_Use, Sequence[int]]]] = defaultdict(list)
        for index, places in words.items():
            for use in self._words[index]:
                found[use.terms].append((use, places))
        self._scans = (_Scan(text, self._known, found), self._scans[0])


def _places(found: Sequence[tuple[_Use, Sequence[int]]]) -> _Places:
    # Keys of places before the text are asked for by nobody.
    keys = [place + delta for use, places in found for delta in use.deltas for place in places]
    keys.sort()
    loose: dict[tuple[int, int], list[int]] = defaultdict(list)
    for use, places in found:
        if not use.deltas:
            loose[use.term, use.reach] += [place >> _BITS for place in places]
    return _Places(keys, [_Loose(term, reach, sorted(words)) for (term, reach), words in loose.items()])


_SCREEN = _Screen()
