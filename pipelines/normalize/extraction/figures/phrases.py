"""How words stand to a number inside its clause: wholes and parts, relative clauses, items of a list.

Answers yes or no; what follows for the number's verb is for `governing`.
"""

import re
from collections.abc import Iterator

from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.counted import Counted
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Term
from pipelines.normalize.extraction.mentions import NumberMention

TAIL_MARKS = re.compile(r"[、，。；：,.;:!！?？（）()“”\"]|\band\b")
LATIN_WORD = re.compile(r"[A-Za-z'’-]+")
# A new subject begins after 的 or "and".
OTHER_SUBJECT = re.compile(r"的|\band\b", re.IGNORECASE)
# Goods that the lexicon does not know, before the last item of a list: luxury watches and 97 phones.
LIST_TAIL = re.compile(r"\s*(?:[a-z-]+\s+){1,3}and\s+")
TAIL_REACH = 5  # characters (or English words) after a list's item that do not yet say anything of it: 等作案工具一批
RELATIVE = "的"
LIST_HEAD = re.compile(r"的[^，。；：、\d]{0,8}(?:包括|包含|计有|一共有|共有|有)")
STRAY = 2  # characters of an unknown word that do not yet make a predicate
STRAY_NOUN = 24  # characters to the end of the noun that a number counts


class PhraseReader:
    """Reads the clauses of one document."""

    def __init__(self, text: str, words: Lexicon) -> None:
        """`text` is the document's."""
        self._text = text
        self._words = words

    def is_relative(self, number: NumberMention, verb: Span, clause: Clause) -> bool:
        """Whether the verb is that of a relative clause: recovered 370,000 yuan that had been transferred."""
        opened = [m for m in clause.markers if "relative" in m.kinds and m.span.start >= number.span.end]
        between = [m for m in opened if m.span.end <= verb.start]
        first = next((t for t in clause.terms if between and t.actions and t.span.start >= between[0].span.end), None)
        return first is not None and first.span == verb

    def holds_parts(self, number: NumberMention, counted: Counted, clause: Clause) -> bool:
        """Whether what follows is said of parts of the number: 32名成员中，29人落网."""
        start = max(number.span.end, counted.phrase.end)
        end = min((n.span.start for n in clause.numbers if n.span.start >= start), default=clause.span.end)
        rest = self._text[start:end]
        rest = TAIL_MARKS.sub("", rest)
        return bool(rest.strip()) and self._words.is_only("holder", rest)

    def opens_relative(self, verb: Term) -> bool:
        """Whether the verb modifies the noun after it: 使用的线路62路, 冻结的2600万元; not where it opens a list: 起出的赃物包括."""
        return self._text.startswith(RELATIVE, verb.span.end) and not LIST_HEAD.match(self._text, verb.span.end)

    def opens_aside(self, clause: Clause) -> bool:
        """Whether the clause opens with a relative pronoun: an aside of the noun before it."""
        first = next((m.span for m in clause.markers if "relative" in m.kinds), None)
        return first is not None and not self._text[clause.span.start : first.start].strip()

    def has_other_subject(self, gap: Span, verb: Term, counted: Counted, clause: Clause) -> bool:
        """Whether the verb's subject is another noun: 22人组成的团伙被…; fined 50,000 yuan and his phone was seized."""
        joint = OTHER_SUBJECT.search(self._text, gap.start, gap.end)
        if joint is None:
            return False
        between = Span(joint.end(), verb.span.start)
        nouns = [t for t in clause.terms if t.things and not t.actions and between.contains(t.span)]
        return bool(nouns) and not nouns[-1].things & counted.things

    def names_the_whole(self, number: NumberMention, clause: Clause) -> bool:
        """Whether the number is what a part is taken of (of the 80 suspects): what follows is said of the part."""
        before = [m for m in clause.markers if "partitive" in m.kinds and m.span.end <= number.span.start]
        if not before or self._text[before[-1].span.end : number.span.start].strip():
            return False
        head = Span(clause.span.start, before[-1].span.start)
        quantities = [n.span for n in clause.numbers] + [m.span for m in clause.markers if "quantifier" in m.kinds]
        ends = {q.end for q in quantities if head.contains(q)}
        return any(not self._text[end : head.end].strip() for end in {head.start} | ends)

    def phrase_end(self, number: NumberMention, clause: Clause) -> int:
        """The end of the noun right behind a number, else of the number."""
        nouns = (t.span.end for t in clause.terms if t.things and t.span.start >= number.span.end)
        end = next(nouns, number.span.end)
        return end if end - number.span.end <= STRAY_NOUN else number.span.end

    def joins(self, clause: Clause, gap: Span) -> bool:
        """Whether only nouns and joining words stand in the gap."""
        inside = [t for t in clause.terms if gap.contains(t.span)]
        return all(t.things for t in inside) and self.is_item(gap.start, gap.end, clause)

    def is_disposed(self, number: NumberMention, clause: Clause) -> bool:
        """Whether 将 or 对 puts the number's noun before its verb; verbs between are those of relative clauses."""
        marks = [m.span.end for m in clause.markers if "disposal" in m.kinds and m.span.end <= number.span.start]
        if not marks:
            return False
        first = next(n for n in clause.numbers if n.span.start >= marks[-1])
        listed = first.span != number.span and self.joins(clause, Span(first.span.end, number.span.start))
        if listed and self.is_disposed(first, clause):  # 把8万元、12万元汇出
            return True
        between = Span(marks[-1], number.span.start)
        verbs = [t for t in clause.terms if t.actions and not t.things and between.contains(t.span)]
        if not verbs and not any(between.contains(n.span) for n in clause.numbers):
            return True
        return bool(verbs) and RELATIVE in self._text[verbs[-1].span.end : number.span.start]

    def is_joint(self, gap: Span, clause: Clause, with_object: bool) -> bool:
        """Whether the gap joins two verbs; `with_object`: the first may have its object in it."""
        words = gap.of(self._text)
        if self._words.is_only("joint", words):
            return True
        if not with_object or any(gap.overlaps(n.span) for n in clause.numbers):
            return False
        for noun in (t for t in clause.terms if t.things and gap.contains(t.span)):
            words = words.replace(noun.span.of(self._text), "", 1)
        return self._words.is_only("joint", words)

    def has_predicate_after(self, number: NumberMention, counted: Counted, clause: Clause) -> bool:
        """Whether the clause goes on to say something of the number (其余18人正在审查)."""
        start = max(number.span.end, counted.phrase.end)
        end = min((n.span.start for n in clause.numbers if n.span.start >= start), default=clause.span.end)
        tail = Span(start, end)
        if any(t.actions and not t.things and tail.contains(t.span) for t in clause.terms):
            return True
        if any("reason" in m.kinds and m.span.start == start for m in clause.markers):
            return True
        nouns = [t.span.of(self._text) for t in clause.terms if tail.contains(t.span) and t.things]
        rest = tail.of(self._text)
        for noun in nouns:
            rest = rest.replace(noun, "", 1)
        return len(LATIN_WORD.sub("x", TAIL_MARKS.sub("", rest)).replace(" ", "")) > TAIL_REACH

    def is_item(self, begin: int, end: int, clause: Clause) -> bool:
        """Whether nothing but nouns, counts and small words stands there: no predicate of the clause's own."""
        whole = Span(begin, end)
        if any(t.actions and not t.things and whole.contains(t.span) for t in clause.terms):
            return self._words.is_only("modifier", whole.of(self._text))
        spans = [*(t.span for t in clause.terms), *(n.span for n in clause.numbers)]
        known = sorted(s for s in spans if whole.contains(s))
        edges = zip([begin, *(s.end for s in known)], [*(s.start for s in known), end], strict=True)
        pieces = [self._text[a:b] for a, b in edges if a < b]
        return all(self._is_small(piece) for piece in pieces)

    def _is_small(self, piece: str) -> bool:
        if LIST_TAIL.fullmatch(piece):
            return True
        is_only = self._words.is_only
        return len(piece.strip()) <= STRAY or is_only("modifier", piece.strip("、 ")) or is_only("filler", piece)


def actions_after(start: int, clause: Clause) -> Iterator[Term]:
    """The verbs between a number's phrase and the next number."""
    end = min((n.span.start for n in clause.numbers if n.span.start >= start), default=clause.span.end)
    return (t for t in clause.terms if t.actions and start <= t.span.start and t.span.end <= end)
