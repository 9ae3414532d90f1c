"""Finds words in text and expands the entries of the data files to word forms. Knows no meanings."""

from collections.abc import Iterable

import ahocorasick_rs

from pipelines.model.span import Span


class WordFinder:
    """Finds words, leftmost and longest first; Latin words only where they stand alone, in any case of letters."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` in lower case."""
        self._words = sorted(words)
        self._goes_on = [_is_letter(word[0]) or _is_letter(word[-1]) for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def find(self, text: str, offset: int = 0) -> list[tuple[str, Span]]:
        """The words of `text` in order, not overlapping; spans are moved by `offset`."""
        folded = fold(text)
        # Every match first: one that is part of a longer Latin word (were taken in|to) must not hide others.
        found = self._automaton.find_matches_as_indexes(folded, overlapping=True)
        chosen: list[tuple[str, Span]] = []
        reached = 0
        found.sort(key=_leftmost_longest)
        for index, start, end in found:
            if start >= reached and (not self._goes_on[index] or _stands_alone(folded, start, end)):
                chosen.append((self._words[index], Span(start + offset, end + offset)))
                reached = end
        return chosen


def _leftmost_longest(match: tuple[int, int, int]) -> tuple[int, int]:
    _, start, end = match
    return start, -end


def fold(text: str) -> str:
    """The text in lower case, every character in its place."""
    folded = text.lower()
    return folded if len(folded) == len(text) else text  # "İ" grows in lower case; offsets come first


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no Latin letter or digit goes on from the word's own at either end."""
    if _is_letter(text[start]) and start and _is_letter(text[start - 1]):
        return False
    return not (_is_letter(text[end - 1]) and end < len(text) and _is_letter(text[end]))


def _is_letter(char: str) -> bool:
    return char < "\x80" and char.isalnum()


def expand(entry: str) -> list[str]:
    """The forms that an entry stands for: "arrest/s/ed" → arrest, arrests, arrested; every word of a phrase may have forms."""
    phrases = [""]
    for word in entry.lower().split(" "):
        stem, *endings = word.split("/")
        forms = [stem, *(stem + ending for ending in endings)]
        phrases = [f"{phrase} {form}".strip() for phrase in phrases for form in forms]
    return phrases
