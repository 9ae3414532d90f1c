"""English verbs whose words stand apart, with their object between: took 133 suspects into custody, took 9,000 yuan from 12 parents.

Puts the words together again and asks the lexicon; which number they govern is for `governing`.
"""

import re
from collections.abc import Iterator

from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Term
from pipelines.normalize.extraction.mentions import NumberMention

LATIN_WORD = re.compile(r"[A-Za-z'’-]+")
PARTICLES = re.compile(r"\s+[a-z-]+(?:\s+[a-z-]+){0,2}")  # behind the object: back, into custody, out of
PREPOSITION = re.compile(r"\s+(?P<word>[a-z]+)\s+$")


def around(text: str, words: Lexicon, number: NumberMention, end: int, clause: Clause) -> Iterator[Term]:
    """The verb with its particle, where the number is the object between; `end` is that of the object."""
    match = PARTICLES.match(text, end, _next_number(end, clause))
    tail = match[0].split() if match else []
    for verb in _words_before(text, clause.span.start, number.span.start):
        for length in range(len(tail), 0, -1):
            whole = _joined(words, [verb[0], *tail[:length]])
            if whole:
                yield _at(whole, Span(verb.start(), verb.end()))
                return


def before(text: str, words: Lexicon, number: NumberMention, clause: Clause) -> Iterator[Term]:
    """The verb with its preposition right before the number, where a sum of money is the object between."""
    sums = [n for n in clause.numbers if n.is_money and n.span.end <= number.span.start]
    match = PREPOSITION.search(text, sums[-1].span.end, number.span.start) if sums and not number.is_money else None
    if match is None:
        return
    for verb in _words_before(text, clause.span.start, sums[-1].span.start):
        whole = _joined(words, [verb[0], match["word"]])
        if whole:
            yield _at(whole, Span(verb.start(), match.end("word")))
            return


def _words_before(text: str, start: int, end: int) -> list[re.Match[str]]:
    return list(reversed(list(LATIN_WORD.finditer(text, start, end))))


def _next_number(position: int, clause: Clause) -> int:
    return min((n.span.start for n in clause.numbers if n.span.start >= position), default=clause.span.end)


def _joined(words: Lexicon, parts: list[str]) -> Term | None:
    phrase = " ".join(parts)
    found = words.terms(phrase)
    return found[0] if len(found) == 1 and len(found[0].span) == len(phrase) and found[0].actions else None


def _at(term: Term, span: Span) -> Term:
    return Term(span, term.actions, term.things, term.resultative)
