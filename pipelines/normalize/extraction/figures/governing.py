"""Which actions govern a number: the verbs of its own clause, of the list it stands in, or of a passive after it.

Gives actions in the order in which they are to be tried; which of them makes sense is for `metrics`.
"""

import re
from collections.abc import Iterator
from functools import cache

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.confidence import FigureWay
from pipelines.normalize.extraction.figures import split_verbs
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.counted import Counted
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Term
from pipelines.normalize.extraction.figures.phrases import (
    TAIL_MARKS,
    PhraseReader,
    actions_after,
)
from pipelines.normalize.extraction.figures.rules import surroundings
from pipelines.normalize.extraction.mentions import NumberMention

PERSON = frozenset(["person"])
PEOPLE = PERSON | {"suspect", "involved_suspect", "other_person", "crowd", "victim", "discredited"}
PROVINCE = frozenset(["province"])
SCENE = "在"
MAX_VERBS = 8  # a verb further off governs nothing here
# In how many goes it was done: 98万元分两笔打进了…
ADVERBIAL = re.compile(r"分(?:多|\d{1,3}|[一二两三四五六七八九十]{1,3})[余多]?(?:次|笔|批次|批|回|趟)")
FINITE_REACH = 24  # characters before an English verb in which its auxiliary stands
RESULT_REACH = 14  # characters between a subject and its verb: 名犯罪嫌疑人近日在外地先后落网


@record()
class Governor:
    """Actions that may govern a number, the words, and how they stand to it."""

    actions: frozenset[str]
    word: Span
    way: FigureWay
    modifies: bool = False  # it only says which: 被骗的16万元已追回


class VerbReader:
    """Finds the governors of a number in its sentence."""

    def __init__(self, text: str, words: Lexicon) -> None:
        """`text` is the document's."""
        self._text = text
        self._words = words
        self._phrases = PhraseReader(text, words)

    def governors(self, number: NumberMention, counted: Counted, sentence: Sentence, index: int) -> Iterator[Governor]:
        """Candidates, best first: marked after, before in the clause, before in the list, after the comma."""
        for governor in self._candidates(number, counted, sentence, index):
            if governor.word != counted.noun:  # 损失 in 挽回损失5万元 is what is recovered, not what is done
                yield governor

    def _candidates(
        self, number: NumberMention, counted: Counted, sentence: Sentence, index: int
    ) -> Iterator[Governor]:
        clause = sentence.clauses[index]
        marked = self._finite_first(list(self._marked_after(number, counted, clause)))
        relative = [g for g in marked if self._phrases.is_relative(number, g.word, clause)]
        yield from (g for g in marked if g not in relative)
        if self._leaves_after(number, counted, clause):
            return
        if self._phrases.names_the_whole(number, clause):
            return
        yield from self._split(number, counted, clause)
        if self.is_silenced(number, counted, clause):
            return
        yield from self._inside(number, counted, clause)
        yield from self._before(number.span.start, clause, "governed")
        yield from relative
        if self._phrases.holds_parts(number, counted, clause):
            return
        yield from self._shared_after(number, counted, sentence, index)
        yield from self._listed(number, counted, sentence, index)
        yield from self._next_clause(number, counted, sentence, index)

    def _inside(self, number: NumberMention, counted: Counted, clause: Clause) -> Iterator[Governor]:
        """A verb between a count of times and its noun: 3次开展集中收网."""
        if counted.noun is None or counted.noun.start < number.span.end:
            return
        for term in clause.terms:
            if term.actions and term.span.start == number.span.end and term.span.end <= counted.noun.start:
                yield Governor(term.actions, term.span, "governed")

    def is_silenced(self, number: NumberMention, counted: Counted, clause: Clause) -> bool:
        """Whether a verb that makes no metric stands at the number (移送起诉9人): no verb before it governs then."""
        start = min(number.span.start, counted.phrase.start)
        verbs = [t for t in clause.terms if t.actions and t.span.end <= start]
        if not verbs or not verbs[-1].actions <= self._words.silent:
            return False
        if self._phrases.opens_relative(verbs[-1]):
            return False
        if counted.noun and verbs[-1].span.end == start and counted.things == PERSON:  # 操作人员, 推广人员: one noun
            return False
        return self._words.is_only("filler", self._text[verbs[-1].span.end : start])

    def _leaves_after(self, number: NumberMention, counted: Counted, clause: Clause) -> bool:
        """Whether the predicate of the number makes no metric: 21 have been charged."""
        start = max(number.span.end, counted.phrase.end)
        after = next(actions_after(start, clause), None)
        if after is None or not after.actions <= self._words.silent:
            return False
        if self._phrases.is_relative(number, after.span, clause):
            return False
        return clause.has("passive", Span(start, after.span.start))

    def _marked_after(self, number: NumberMention, counted: Counted, clause: Clause) -> Iterator[Governor]:
        start = max(number.span.end, counted.phrase.end)
        disposed = self._phrases.is_disposed(number, clause)
        for term in actions_after(start, clause):
            gap = Span(start, term.span.start)
            if self._phrases.has_other_subject(gap, term, counted, clause) or clause.has("kept_from", gap):
                return
            if self._phrases.names_the_whole(number, clause) and gap.of(self._text).strip():
                return
            if term.resultative and (len(gap) <= RESULT_REACH or clause.has("passive", term.span)):
                yield Governor(term.resultative, term.span, "governed")
            elif (
                disposed
                or self._is_taken_from(number, clause)
                or self._is_acted_on(gap, clause)
                or self._is_scene(number, counted, gap, clause)
                or self._is_plain_predicate(gap, term, clause)
            ):
                yield Governor(term.actions, term.span, "governed")

    def _is_acted_on(self, gap: Span, clause: Clause) -> bool:
        """Whether what stands before the gap is acted on by the verb after it: 被抓获, 由民警训诫."""
        return clause.has("passive", gap) or clause.has("agent", gap)

    def _is_taken_from(self, number: NumberMention, clause: Clause) -> bool:
        """Whether the number's noun is who something is taken from: 向四名长者取走现金."""
        return any("source" in m.kinds and m.span.end == number.span.start for m in clause.markers)

    def _is_plain_predicate(self, gap: Span, term: Term, clause: Clause) -> bool:
        """Whether subject and verb need no 被: 6人已刑拘; 2人取保候审 at the clause's end."""
        words, goes = ADVERBIAL.subn("", gap.of(self._text))
        if words.strip() or goes:  # what is done in several goes is done to the number: 98万元分两笔打进了…
            return self._words.is_only("aspect", words)
        after = self._text[term.span.end : clause.span.end]
        if words:  # a blank: English, where a participle follows its noun (34 people arrested in the raids)
            return self._words.is_bare_end(after)
        return not TAIL_MARKS.sub("", after).strip()

    def _finite_first(self, marked: list[Governor]) -> list[Governor]:
        """English verbs with were or have been before those of a reduced relative clause: accounts used in fraud were frozen."""
        if len(marked) < 2:
            return marked
        finite = [g for g in marked if _finite().search(self._text, max(g.word.start - FINITE_REACH, 0), g.word.start)]
        return [*finite, *(g for g in marked if g not in finite)]

    def _split(self, number: NumberMention, counted: Counted, clause: Clause) -> Iterator[Governor]:
        """An English verb whose particle stands behind the object (sent 130 suspects back), or before the next one."""
        end = max(number.span.end, counted.phrase.end)
        for term in split_verbs.around(self._text, self._words, number, end, clause):
            yield Governor(term.actions, term.span, "governed")
        for term in split_verbs.before(self._text, self._words, number, clause):
            yield Governor(term.actions, term.span, "governed")

    def leaves_the_metrics(self, number: NumberMention, counted: Counted, clause: Clause) -> bool:
        """Whether the clause says of the number only what has no metric (其中13人已移送审查起诉)."""
        after = next(actions_after(max(number.span.end, counted.phrase.end), clause), None)
        if after is not None and self._phrases.is_relative(number, after.span, clause):
            after = None
        return self.is_silenced(number, counted, clause) or (after is not None and after.actions <= self._words.silent)

    def tells_what_became(self, number: NumberMention, counted: Counted, clause: Clause) -> bool:
        """Whether a verb without a metric says what became of those counted: 对83名涉案人员提起公诉, 劝返境外涉诈人员60名."""
        start = min(number.span.start, counted.phrase.start)
        before = [t for t in clause.terms if t.actions and t.span.end <= start]
        acts = bool(before) and before[-1].actions <= self._words.silent
        acts = acts and not self._phrases.opens_relative(before[-1])
        return acts or self.leaves_the_metrics(number, counted, clause)

    def _shared_after(
        self, number: NumberMention, counted: Counted, sentence: Sentence, index: int
    ) -> Iterator[Governor]:
        """The verb after the last of several subjects: 4人和其他10名嫌疑人均被抓获; 3 phones, 2 laptops were seized."""
        position = own = last = max(number.span.end, counted.phrase.end)
        for clause in sentence.clauses[index:]:
            for other in (n for n in clause.numbers if n.span.start >= position):
                if self._words.is_only("preposition", self._text[position : other.span.start]):
                    position = self._phrases.phrase_end(other, clause)
                    continue
                if other.is_money and not number.is_money and counted.things <= PEOPLE:
                    return  # men and money are not caught in one breath
                if not self._phrases.joins(clause, Span(max(position, clause.span.start), other.span.start)):
                    return
                position = other.span.end
                last = self._phrases.phrase_end(other, clause)
            for term in clause.terms:
                if not term.actions or term.span.start < position:
                    continue
                if position == own:
                    return
                passive = clause.has("passive", Span(position, term.span.start)) or self._ends_ellipsis(
                    last, term, clause
                )
                if term.resultative or passive or self._phrases.is_disposed(number, sentence.clauses[index]):
                    yield Governor(term.resultative or term.actions, term.span, "shared")
                return

    def _ends_ellipsis(self, end: int, term: Term, clause: Clause) -> bool:
        """Whether the verb stands at the last noun without its "were" or 被: 31 computers and 17 phones seized; 一并查扣."""
        between = Span(end, max(end, term.span.start))
        gap = between.of(self._text)
        if clause.has("together", between) and self._words.is_only("aspect", gap):
            return not TAIL_MARKS.sub("", self._text[term.span.end : clause.span.end]).strip()
        return bool(gap) and not gap.strip() and self._words.is_bare_end(self._text[term.span.end : clause.span.end])

    def _before(self, position: int, clause: Clause, way: FigureWay) -> Iterator[Governor]:
        verbs = [t for t in clause.terms if t.actions and t.span.end <= position]
        modifying = [v for v in verbs[-MAX_VERBS:] if self._phrases.opens_relative(v)]
        undone = [v for v in verbs[-MAX_VERBS:] if self._is_undone(v, clause)]
        main = [v for v in verbs[-MAX_VERBS:] if v not in modifying and v not in undone]
        # What the number's noun does or suffers is told after what is done to it: 冻结尚未转走的73万元.
        for verb in (*reversed(main), *reversed(modifying)):
            spent = any(verb.span.end <= n.span.start and n.span.end <= position for n in clause.numbers)
            if not (spent and verb in modifying):  # a relative clause belongs to the next noun alone
                yield Governor(verb.actions, verb.span, way, verb in modifying)

    def _is_undone(self, verb: Term, clause: Clause) -> bool:
        """Whether the verb is the object of one that keeps it from happening: 拦阻民众汇款20万元, 拦阻的汇款."""
        if not verb.actions <= self._words.undoable:
            return False
        before = [t for t in clause.terms if t.actions and t.span.end <= verb.span.start]
        if not before or not before[-1].actions & self._words.undoing:
            return False
        between = Span(before[-1].span.end, verb.span.start)
        return not any(between.overlaps(n.span) for n in clause.numbers)

    def joined(self, governor: Governor, number: NumberMention, clause: Clause) -> frozenset[str]:
        """The actions of every verb that is joined to this one in one breath: 止付、冻结; frozen and recovered.

        Where the number sums up (追缴资金、扣押财物共计300万元), objects may stand between the verbs.
        """
        verbs = [t for t in clause.terms if t.actions and t.span.start < max(number.span.start, governor.word.end)]
        place = next((i for i, t in enumerate(verbs) if t.span == governor.word), None)
        if place is None:
            return governor.actions
        sums_up = clause.has("total", Span(governor.word.end, max(governor.word.end, number.span.start)))
        actions = set(governor.actions)
        for step in (-1, 1):
            here = place
            while 0 <= here + step < len(verbs):
                first, second = sorted((verbs[here], verbs[here + step]), key=lambda t: t.span)
                if not self._phrases.is_joint(Span(first.span.end, second.span.start), clause, sums_up):
                    break
                actions |= verbs[here + step].actions
                here += step
        return frozenset(actions)

    def _listed(self, number: NumberMention, counted: Counted, sentence: Sentence, index: int) -> Iterator[Governor]:
        """Verbs of earlier clauses, as long as the clauses between are items of their list."""
        if self._phrases.has_predicate_after(number, counted, sentence.clauses[index]):
            return
        start = min(counted.phrase.start, number.span.start)
        while index > 0 and self._phrases.is_item(sentence.clauses[index].span.start, start, sentence.clauses[index]):
            index -= 1
            clause = sentence.clauses[index]
            yield from (g for g in self._before(clause.span.end, clause, "listed") if not self._is_time(g.word))
            if any(t.actions for t in clause.terms):
                return
            start = min((n.span.start for n in clause.numbers), default=clause.span.start)

    def _is_time(self, verb: Span) -> bool:
        """Whether a verb before the comma only says when: 宣判后，3名被告人上诉."""
        return _when().match(self._text, verb.end) is not None

    def _next_clause(
        self, number: NumberMention, counted: Counted, sentence: Sentence, index: int
    ) -> Iterator[Governor]:
        """A subject whose verb follows after the comma: 5名嫌疑人涉嫌诈骗罪，目前已被刑事拘留."""
        clause = sentence.clauses[index]
        ends = not TAIL_MARKS.sub("", self._text[number.span.end : clause.span.end]).strip()
        if not (counted.noun or counted.things == PERSON or ends) or any(
            n.span.start > number.span.start for n in clause.numbers
        ):
            return
        disposed = self._phrases.is_disposed(number, clause)
        for following in sentence.clauses[index + 1 :]:
            if following.has("part", following.span) and following is not sentence.clauses[-1]:
                continue  # 97 suspects, including 32 from Taiwan, were handed over
            if any(self._counts_as(n, number) for n in following.numbers):
                if self._phrases.opens_aside(following) and following is not sentence.clauses[-1]:
                    continue  # the 31 suspects, who had worked in two villas, were flown home
                yield from self._opening_verb(number, counted, following)
                return
            for term in following.terms:
                gap = Span(following.span.start, term.span.start)
                # Who was deceived, not what; but of money the clause may say no more than that: 一百二十八万，没了.
                if term.resultative and (not number.is_money or self._is_all(gap, term, following)):
                    yield Governor(term.resultative, term.span, "next_clause")
                elif term.actions and (
                    disposed or self._is_acted_on(gap, following) or self._ends(gap, term, following)
                ):
                    yield Governor(term.actions, term.span, "next_clause")

    def _counts_as(self, other: NumberMention, number: NumberMention) -> bool:
        """Whether another number may have taken the subject's place: any but means and times (分乘两架包机)."""
        if "person" not in self._words.implied(number.unit, number.is_money):
            return True
        return other.unit is None or other.is_money or bool(self._words.implied(other.unit, other.is_money))

    def _counts_alike(self, other: NumberMention, number: NumberMention) -> bool:
        """Whether both units stand for the same thing."""
        implied = self._words.implied(number.unit, number.is_money)
        return bool(implied & self._words.implied(other.unit, other.is_money))

    def _opening_verb(self, number: NumberMention, counted: Counted, clause: Clause) -> Iterator[Governor]:
        """What became of the subject before, where the clause opens with it and goes on to its own numbers: 被骗共计93万元.

        A verb that goes on to people has those for its subject: 成员达80余人，已到案30人.
        """
        term = next((t for t in clause.terms if t.resultative), None)
        if term is None or not counted.things <= PEOPLE:
            return
        if any(n.span.start >= term.span.end and self._counts_alike(n, number) for n in clause.numbers):
            return
        if self._words.is_only("aspect", self._text[clause.span.start : term.span.start]):
            yield Governor(term.resultative, term.span, "next_clause")

    def _is_all(self, gap: Span, term: Term, clause: Clause) -> bool:
        """Whether the clause says nothing besides its verb."""
        after = TAIL_MARKS.sub("", self._text[term.span.end : clause.span.end])
        return not after.strip() and self._words.is_only("aspect", gap.of(self._text))

    def _is_scene(self, number: NumberMention, counted: Counted, gap: Span, clause: Clause) -> bool:
        """Whether the verb was done in the provinces counted: 在福建、云南等12个省份抓获; not on a way through them."""
        if not counted.things or not counted.things <= PROVINCE or gap.of(self._text).strip():
            return False
        scene = self._text[clause.span.start : number.span.start]
        return SCENE in scene and re.search(surroundings("journeys"), scene) is None

    def _ends(self, gap: Span, term: Term, clause: Clause) -> bool:
        """Whether a clause is a bare predicate of the subject before it: 另有6人滞留国外，已上网追逃."""
        if not gap.of(self._text).strip() or not self._is_plain_predicate(gap, term, clause):
            return False
        return not TAIL_MARKS.sub("", self._text[term.span.end : clause.span.end]).strip()


@cache
def _finite() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{surroundings('finite_en')})\s+$", re.IGNORECASE)


@cache
def _when() -> re.Pattern[str]:
    return re.compile(rf"(?:{surroundings('when')})[，,]")
