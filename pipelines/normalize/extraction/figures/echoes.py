"""A number said once and meant again: 抓获10人，均已被刑事拘留. The same people, a second fact.

Only where a single number precedes that 全部, 均, 上述 can mean (codebook §6).
"""

from collections.abc import Sequence
from dataclasses import replace

from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Term
from pipelines.normalize.extraction.figures.rules import Reading


def echoes(found: Sequence[Found], sentences: Sequence[Sentence], words: Lexicon) -> list[Found]:
    """The facts that repeat a number of `found` under another verb, in text order."""
    return [echo for sentence in sentences for echo in _in_sentence(sentence, found, words)]


def _in_sentence(sentence: Sentence, found: Sequence[Found], words: Lexicon) -> list[Found]:
    made: list[Found] = []
    for index, clause in enumerate(sentence.clauses):
        if clause.numbers:
            continue
        before = [f for f in found if f.sentence is sentence and f.number.span.end <= clause.span.start]
        people = [f for f in before if _counts_people(f, words)]
        numbers = [
            n for c in sentence.clauses[:index] for n in c.numbers if "person" in words.implied(n.unit, n.is_money)
        ]
        if len(people) != 1 or len(numbers) != 1:
            continue
        echo = _echo(people[0], clause, words)
        if echo:
            made.append(echo)
    return made


def _counts_people(found: Found, words: Lexicon) -> bool:
    return "person" in words.implied(found.number.unit, found.number.is_money)


def _echo(found: Found, clause: Clause, words: Lexicon) -> Found | None:
    for term in clause.terms:
        if not clause.has("all", Span(clause.span.start, term.span.start)):
            continue
        reading = _reading(term, words)
        if reading and reading.metric != found.metric:
            return replace(
                found,
                metric=reading.metric,
                rule=reading.rule,
                way="echo",
                evidence=Span(found.number.span.start, term.span.end),
                is_part=False,
                whole=None,
            )
    return None


def _reading(term: Term, words: Lexicon) -> Reading | None:
    return next(
        (r for r in words.readings if r.actions & term.actions and "suspect" in r.things and not r.is_special), None
    )
