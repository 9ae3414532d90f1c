"""Finds the figures of a document, number by number: noun, verb, metric, and whether it is a part of another.

One number may make one figure here; repeats, subsets and attributes come after (`repeats`, `wholes`, `attributes`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from pipelines.model.document import Document
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.breakdowns import BreakdownReader
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.counted import Counted, NounReader
from pipelines.normalize.extraction.figures.found import Found
from pipelines.normalize.extraction.figures.governing import Governor, VerbReader
from pipelines.normalize.extraction.figures.lexicon import MONEY_UNIT, Lexicon
from pipelines.normalize.extraction.figures.make_up import IDENTIFIED, MEMBERS, RULE
from pipelines.normalize.extraction.figures.metrics import MetricReader
from pipelines.normalize.extraction.figures.passed_over import is_passed_over
from pipelines.normalize.extraction.figures.phrases import PhraseReader
from pipelines.normalize.extraction.figures.rules import Reading, surroundings
from pipelines.normalize.extraction.mentions import NumberMention

EVIDENCE_REACH = 40  # characters from verb to number that are still quoted together
WHOLE_REACH = 12  # figures back to which 其中 may refer
LARGE = 1000  # a sum from which 元 may be left out
COPULA = re.compile(r"\s+(?:were|was|are)\s")
SUM_TO = re.compile(r"\bto\s+$")
PEOPLE = frozenset(["suspect", "involved_suspect", "person", "victim", "crowd", "police", "other_person"])
WANTED = "suspects_wanted"
CAUGHT = frozenset(["suspects_arrested", "suspects_repatriated"])  # who had been wanted is a part of them (codebook §6)
SUMMARY_KINDS = frozenset(["title"])


class FigureSpotter:
    """Reads one document."""

    def __init__(self, document: Document, words: Lexicon, home: str | None = None) -> None:
        """`words` in the document's language; `home` is the adcode of its own place."""
        self._text = document.text
        self._local = words.local_currencies.get((home or "")[:2])
        self._document = document
        self._words = words
        self._nouns = NounReader(document.text, words, document.language)
        self._verbs = VerbReader(document.text, words)
        self._phrases = PhraseReader(document.text, words)
        self._breakdowns = BreakdownReader(document)
        self._metrics = MetricReader(document.text, words, self._verbs, home)

    def spot(self, sentences: Sequence[Sentence]) -> list[Found]:
        """Every number that has a metric, in text order."""
        contexts = _contexts(sentences)
        found: list[Found] = []
        for sentence in sentences:
            context = contexts[sentence.block_index]
            for index, number in _numbers(sentence):
                clause = sentence.clauses[index]
                if self._document.is_damaged(number.span) or is_passed_over(self._text, number, clause):
                    continue
                number = self._in_local_currency(self._as_money(number, sentence, sentence.clauses[index]))
                figure = self._figure(number, sentence, index, context, found)
                if figure:
                    found.append(figure)
        return found

    def _as_money(self, number: NumberMention, sentence: Sentence, clause: Clause) -> NumberMention:
        """Chinese leaves 元 out of large sums (被骗12万); it leaves no other classifier out."""
        if number.unit is not None or number.value < LARGE:
            return number
        if self._document.language == "en":
            return self._inheriting(number, sentence, clause)
        before = [t for t in clause.terms if t.things and t.span.end <= number.span.start]
        touching = before and self._words.is_only("filler", self._text[before[-1].span.end : number.span.start])
        if touching and not self._words.countable(before[-1].things, None, True) and not self._pays(number, clause):
            return number
        return replace(number, unit=MONEY_UNIT, is_money=True)

    def _pays(self, number: NumberMention, clause: Clause) -> bool:
        """Whether a noun of money stands at the number: 账户上的总计1.2亿资金."""
        after = (t for t in clause.terms if t.span.start == number.span.end)
        return any(self._words.countable(t.things, None, True) for t in after)

    def _inheriting(self, number: NumberMention, sentence: Sentence, clause: Clause) -> NumberMention:
        """English names the currency once: 8.6 million yuan, 5.1 million of it in a single night."""
        before = [n for c in sentence.clauses for n in c.numbers if n.span.end <= number.span.start]
        is_part = clause.has("part", Span(clause.span.start, self._part_reach(number, clause)))
        if not (before and before[-1].is_money and is_part and self._nouns.counted(number, clause).noun is None):
            return number
        return replace(number, unit=before[-1].unit, is_money=True)

    def _in_local_currency(self, number: NumberMention) -> NumberMention:
        """元 without a currency's name is the dollar of the place in copy of Hong Kong, Macao and Taiwan."""
        if self._local is None or number.unit != MONEY_UNIT or self._words.names_money(number.span.of(self._text)):
            return number
        return replace(number, unit=self._local)

    def _figure(
        self, number: NumberMention, sentence: Sentence, index: int, context: frozenset[str], earlier: Sequence[Found]
    ) -> Found | None:
        clause = sentence.clauses[index]
        counted = self._topic(number, sentence, index)
        is_part = self._is_part(number, sentence, index)
        of_them = self._part_reach(number, clause) > number.span.end
        things = frozenset[str]() if of_them and counted.noun is None else counted.things
        whole = self._meant(number, things, sentence, earlier, index) if is_part else None
        if whole and number.unit is None and counted.noun is None:
            counted = replace(counted, things=whole.things)  # opened 640 cases and solved 410 of them
        reading = self._metrics.reading(number, counted, sentence, index, context)
        if reading is None or reading[0].metric == WANTED:
            whole = whole or self._named_whole(number, sentence, index, context, earlier)
        if reading and whole and reading[0].metric == WANTED and whole.metric in CAUGHT:
            reading = None
        own_verb = reading is not None and (reading[1] is None or clause.span.contains(reading[1].word))
        if whole and not own_verb:
            silenced = self._verbs.leaves_the_metrics(number, counted, clause)
            return None if silenced else self._part_of(whole, number, counted, sentence, clause)
        if reading is None:
            broken = self._breakdowns.whole(number, counted, clause, earlier)
            if broken:
                return replace(self._part_of(broken, number, counted, sentence, clause), is_item=True)
            return self._sum_of(number, sentence, index, earlier) or self._make_up(number, counted, sentence, clause)
        held = whole.number if whole and whole.metric == reading[0].metric else None
        return self._made(number, counted, sentence, index, reading, is_part, held)

    def _whole(
        self, number: NumberMention, things: frozenset[str], sentence: Sentence, earlier: Sequence[Found], index: int
    ) -> Found | None:
        """The nearest figure before, in the same block, that may hold this one: same kind of unit, and not smaller."""
        reaches_back = self._reaches_back(sentence, index)
        for found in reversed(earlier[-WHOLE_REACH:]):
            if found.sentence.block_index != sentence.block_index and not reaches_back:
                return None
            whole = found.number
            same_kind = whole.is_money == number.is_money and self._countable_together(whole, number)
            if same_kind and whole.value >= number.value and not found.is_part and _may_hold(found, things, number):
                return found
        return None

    def _meant(
        self, number: NumberMention, things: frozenset[str], sentence: Sentence, earlier: Sequence[Found], index: int
    ) -> Found | None:
        """The whole; where a nearer number of people is meant, what was told of that: 出动40人, 2名嫌犯翻墙, 其中1人…"""
        whole = self._whole(number, things, sentence, earlier, index)
        start = whole.number.span.end if whole else sentence.span.start
        between = [n for c in sentence.clauses for n in c.numbers if start <= n.span.start < number.span.start]
        nearer = [n for n in between if self._countable_together(n, number) and n.value > number.value]
        if not nearer or not self._counts_people(number) or any(f.number is nearer[-1] for f in earlier):
            return whole
        told = (f for f in reversed(earlier) if f.number.value == nearer[-1].value)
        return next((f for f in told if self._countable_together(f.number, number)), None)

    def _counts_people(self, number: NumberMention) -> bool:
        return "person" in self._words.implied(number.unit, number.is_money)

    def _countable_together(self, first: NumberMention, second: NumberMention) -> bool:
        """Whether one may be a part of the other, as far as their units tell."""
        if self._counts_people(first) and self._counts_people(second):
            return True
        return first.unit == second.unit

    def _named_whole(
        self, number: NumberMention, sentence: Sentence, index: int, context: frozenset[str], earlier: Sequence[Found]
    ) -> Found | None:
        """The whole that is named right after an English part: eleven of the 209 suspects brought back."""
        clause = sentence.clauses[index]
        after = next((n for n in clause.numbers if n.span.start >= number.span.end), None)
        if after is None or after.value <= number.value or not self._phrases.names_the_whole(after, clause):
            return None
        told = [f for f in earlier if f.number.value == after.value and f.number.unit == after.unit]
        return told[-1] if told else self._figure(after, sentence, index, context, earlier)

    def _reaches_back(self, sentence: Sentence, index: int) -> bool:
        """Whether an English sentence opens with parts of what was told before: Among those returned, 41 were …"""
        if self._document.language != "en":
            return False
        return index <= 1 and any(
            "part" in m.kinds and m.span.start == sentence.span.start for m in sentence.clauses[0].markers
        )

    def _made(
        self,
        number: NumberMention,
        counted: Counted,
        sentence: Sentence,
        index: int,
        reading: tuple[Reading, Governor | None],
        is_part: bool,
        whole: NumberMention | None,
    ) -> Found:
        chosen, governor = reading
        clause = sentence.clauses[index]
        return Found(
            number=number,
            metric=chosen.metric,
            things=counted.things,
            rule=chosen.rule,
            way=governor.way if governor else "noun",
            evidence=self._evidence(number, counted, governor, clause),
            sentence=sentence,
            clause=clause,
            is_part=is_part,
            whole=whole,
            is_total=self._is_total(number, sentence, index),
            entity=self._entity(number, sentence),
            gathers=self._gathers(number, clause),
        )

    def _is_part(self, number: NumberMention, sentence: Sentence, index: int) -> bool:
        clause = sentence.clauses[index]
        said = clause.has("part", Span(clause.span.start, self._part_reach(number, clause)))
        return (
            said
            or self._follows_its_group(sentence, index)
            or self._lists_parts(sentence, index, number)
            or self._follows_its_whole(sentence, index)
            or self._leaves_its_noun_out(number, sentence)
        )

    def _leaves_its_noun_out(self, number: NumberMention, sentence: Sentence) -> bool:
        """Whether an English sentence opens with a bare count: Seven were pensioners, of those just told of."""
        if number.unit is not None or number.span.start != sentence.span.start:
            return False
        return COPULA.match(self._text, number.span.end) is not None

    def _follows_its_whole(self, sentence: Sentence, index: int) -> bool:
        """Whether the clause before is no more than the whole: of the 80 suspects, 63 were …"""
        before = sentence.clauses[index - 1] if index else None
        return before is not None and any(self._phrases.names_the_whole(n, before) for n in before.numbers)

    def _follows_its_group(self, sentence: Sentence, index: int) -> bool:
        """Whether the clause before names the group: it ends in the words for it (落网的14名嫌疑人中，有4人未满18岁), or opens
        with them and counts nothing (其中，汤某…; among those returned, 41 were …).
        """
        before = sentence.clauses[index - 1] if index else None
        if before is None:
            return False
        marks = [m.span for m in before.markers if "part" in m.kinds]
        opens = not before.numbers and any(mark.start == before.span.start for mark in marks)
        return opens or any(mark.end == before.span.end for mark in marks)

    def _part_reach(self, number: NumberMention, clause: Clause) -> int:
        """How far a word of part may stand: before the number, in English also at once after it (63 of whom)."""
        after = next((m.span for m in clause.markers if "part" in m.kinds and m.span.start >= number.span.end), None)
        if after and not self._text[number.span.end : after.start].strip():
            return after.end
        return number.span.end

    def _sum_of(self, number: NumberMention, sentence: Sentence, index: int, earlier: Sequence[Found]) -> Found | None:
        """The number as the sum of what was told before it: another six were caught, bringing the total to 33."""
        part = next((f for f in reversed(earlier[-WHOLE_REACH:]) if f.sentence is sentence), None)
        if part is None or not self._gathers(number, sentence.clauses[index]) or part.number.value >= number.value:
            return None
        if not self._countable_together(part.number, number):
            return None
        return replace(
            part,
            number=number,
            rule=f"figure/{part.metric}/sum",
            way="part",
            evidence=number.span,
            clause=sentence.clauses[index],
            is_part=False,
            whole=None,
            is_total=True,
            gathers=True,
        )

    def _make_up(self, number: NumberMention, counted: Counted, sentence: Sentence, clause: Clause) -> Found | None:
        """How many a gang has, where nothing else is said of them: 以陈某为首的12人团伙, 团伙成员达80余人."""
        if number.value < 2 or not self._counts_people(number):
            return None
        group = next((m.span for m in clause.markers if "group" in m.kinds and m.span.start == number.span.end), None)
        rule, end = RULE, number.span.end if group is None else group.end
        start = number.span.start
        if group is None:
            members = self._members(number, counted, clause)
            if members is None:
                return None
            rule, start = MEMBERS, members.start
        return Found(
            number=number,
            metric=IDENTIFIED,
            things=counted.things,
            rule=rule,
            way="noun",
            evidence=Span(start, end),
            sentence=sentence,
            clause=clause,
        )

    def _members(self, number: NumberMention, counted: Counted, clause: Clause) -> Span | None:
        """The noun before a number that tells how many belong to a gang: 集团成员达80余人; not its core (骨干成员)."""
        noun = counted.noun
        if noun is None or noun.end > number.span.start or not _members_noun().fullmatch(noun.of(self._text)):
            return None
        return None if self._verbs.leaves_the_metrics(number, counted, clause) else noun

    def _gathers(self, number: NumberMention, clause: Clause) -> bool:
        """Whether a word right before the number makes it the sum of what was told."""
        before = [m for m in clause.markers if m.span.end <= number.span.start]
        if any("sum_up" in m.kinds and not self._text[m.span.end : number.span.start].strip() for m in before):
            return True
        verbs = [m.span.end for m in before if "sum_verb" in m.kinds]
        tallies = [m for m in before if verbs and "tally" in m.kinds and m.span.start >= verbs[0]]
        return bool(tallies) and SUM_TO.search(self._text, tallies[0].span.end, number.span.start) is not None

    def _part_of(
        self, whole: Found, number: NumberMention, counted: Counted, sentence: Sentence, clause: Clause
    ) -> Found:
        return Found(
            number=number,
            metric=whole.metric,
            things=whole.things,
            rule=f"figure/{whole.metric}",
            way="part",
            evidence=counted.phrase,
            sentence=sentence,
            clause=clause,
            is_part=True,
            whole=whole.number,
        )

    def _topic(self, number: NumberMention, sentence: Sentence, index: int) -> Counted:
        """What is counted; where the clause holds only the number (共计83万元), the noun of the clause before."""
        clause = sentence.clauses[index]
        counted = self._nouns.counted(number, clause)
        if counted.noun is None and (listed := self._listed_noun(number, clause)):
            return Counted(listed.things, listed.noun, number.span)
        if counted.noun or index == 0:
            return counted
        if not self._words.is_only("filler", self._text[clause.span.start : number.span.start]):
            return counted
        for term in reversed(sentence.clauses[index - 1].terms):
            things = self._words.countable(term.things, number.unit, number.is_money)
            if things:
                return Counted(things | counted.things, term.span, number.span)
        return counted

    def _listed_noun(self, number: NumberMention, clause: Clause) -> Counted | None:
        """The noun that several amounts share: 被骗金额依次为3万元、2万元和5000元."""
        before = next((n for n in reversed(clause.numbers) if n.span.end <= number.span.start), None)
        if before is None or not (number.is_money and before.is_money):
            return None
        gap = self._text[before.span.end : number.span.start]
        if not gap.strip() or not self._words.is_only("joint", gap):
            return None
        counted = self._nouns.counted(before, clause)
        if counted.noun and counted.noun.end <= before.span.start:
            return counted
        return self._listed_noun(before, clause)

    def _lists_parts(self, sentence: Sentence, index: int, number: NumberMention) -> bool:
        """Whether the clause goes on a list of parts: 其中大陆65名，台湾52名; 其中，主犯4名，从犯6名."""
        while index > 0 and not any(t.actions and not t.things for t in sentence.clauses[index].terms):
            index -= 1
            before = sentence.clauses[index]
            if before.has("part", before.span):
                return not before.numbers or any(self._countable_together(n, number) for n in before.numbers)
            if not before.numbers:
                return False
        return False

    def _is_total(self, number: NumberMention, sentence: Sentence, index: int) -> bool:
        before = Span(sentence.span.start, number.span.end)
        said = any(clause.has("total", before) for clause in sentence.clauses[: index + 1])
        return said or sentence.block.kind in SUMMARY_KINDS

    def _entity(self, number: NumberMention, sentence: Sentence) -> Span | None:
        marks = [
            m.span
            for c in sentence.clauses
            for m in c.markers
            if "listed" in m.kinds and m.span.end <= number.span.start
        ]
        return marks[-1] if marks else None

    def _evidence(self, number: NumberMention, counted: Counted, governor: Governor | None, clause: Clause) -> Span:
        parts = [number.span, counted.phrase]
        if (
            counted.noun
            and clause.span.contains(counted.noun)
            and abs(counted.noun.start - number.span.start) <= EVIDENCE_REACH
        ):
            parts.append(counted.noun)
        if governor and abs(governor.word.start - number.span.start) <= EVIDENCE_REACH:
            parts.append(governor.word)
        return Span(min(p.start for p in parts), max(p.end for p in parts))


@cache
def _members_noun() -> re.Pattern[str]:
    return re.compile(surroundings("members"))


def _contexts(sentences: Sequence[Sentence]) -> dict[int, frozenset[str]]:
    """The kinds of actions and things that each block and the one after it name: a fraud is often seen through later."""
    own: dict[int, frozenset[str]] = {}
    for sentence in sentences:
        own[sentence.block_index] = own.get(sentence.block_index, frozenset()) | sentence.kinds
    blocks = sorted(own)
    after = dict(pairwise(blocks))
    return {block: own[block] | own.get(after.get(block, block), frozenset()) for block in blocks}


def _numbers(sentence: Sentence) -> Iterator[tuple[int, NumberMention]]:
    for index, clause in enumerate(sentence.clauses):
        for number in clause.numbers:
            yield index, number


def _may_hold(whole: Found, things: frozenset[str], number: NumberMention) -> bool:
    """Whether both count the same kind of thing; only English leaves that to the nouns (57 people …, nine dens)."""
    if number.unit is not None or number.is_money or not things:
        return True
    return bool(whole.things & things) or bool(whole.things & PEOPLE and things & PEOPLE)
