"""From a number with its noun and verbs to a metric: the first reading that fits, or none.

Decides on one number alone; what numbers mean to one another is for `parts` and `repeats`.
"""

import re
from collections.abc import Sequence
from functools import cache

from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.figures.counted import Counted
from pipelines.normalize.extraction.figures.governing import Governor, VerbReader
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Marker
from pipelines.normalize.extraction.figures.make_up import IDENTIFIED
from pipelines.normalize.extraction.figures.rules import Reading, surroundings
from pipelines.normalize.extraction.mentions import NumberMention

CLOSE = 8  # characters from a verb to a number that stands at it
KEPT, STOPPED, PAYMENT_STOPPED = "losses_prevented", "amount_stopped", "止付"
ATTEMPT, DEMAND = "attempt", "要求"
SUPPOSED = "hypothetical"
STATUTE = "statute"
ANYWHERE = frozenset(["averted", "withheld"])  # 50万元积蓄差点被骗走: it may stand behind the number


class MetricReader:
    """Chooses the reading of a number."""

    def __init__(self, text: str, words: Lexicon, verbs: VerbReader, home: str | None) -> None:
        """`text` is the document's; `verbs` finds what governs a number; `home` is the adcode of the article's own place."""
        self._text = text
        self._words = words
        self._verbs = verbs
        self._home = (home or "")[:2]

    def reading(
        self, number: NumberMention, counted: Counted, sentence: Sentence, index: int, context: frozenset[str]
    ) -> tuple[Reading, Governor | None] | None:
        """The reading with the governor that made it; None where nothing fits. `context`: kinds named nearby."""
        clause = sentence.clauses[index]
        before = self._kinds_before(number, clause)
        if SUPPOSED in before or any(STATUTE in m.kinds for c in sentence.clauses for m in c.markers):
            return None
        said = sentence.kinds
        governors = list(self._verbs.governors(number, counted, sentence, index))
        # What no verb of the sentence says need not be asked for more: of eight readings one is left.
        verbs = said.union(*(g.actions for g in governors))
        allowed = [
            r
            for r in self._words.readings_of(counted.things)
            if not (r.actions and r.actions.isdisjoint(verbs))
            and number.value >= r.least
            and self._fits(r, before, said if r.in_sentence else context)
        ]
        near = [g for g in governors if clause.span.contains(g.word) and not g.modifies]
        modifying = [g for g in governors if clause.span.contains(g.word) and g.modifies]
        far = [g for g in governors if g not in near and g not in modifying]
        if modifying:  # 抓获的嫌疑人112名，其中68名已被批捕: a verb that others share says less than the noun's own
            far = [g for g in far if g.way != "shared"]
        alone = next((r for r in allowed if not r.actions and counted.noun), None)
        # Readings that ask for more come first: 避免20名群众被骗 tells no victims.
        own = [g for g in near if not _is_spent(g, near, number, clause)]
        chosen = self._governed(number, [r for r in allowed if r.is_special], own, sentence) or self._governed(
            number, allowed, near, sentence
        )
        if chosen is None and not (alone and alone.is_strong):
            chosen = self._governed(number, allowed, far, sentence)
        if chosen is None:
            chosen = self._governed(number, allowed, modifying, sentence)
        if chosen is None and alone:
            told = alone.metric == IDENTIFIED and self._verbs.tells_what_became(number, counted, clause)
            return None if told else (alone, None)
        return self._as_stopped(chosen, sentence, index) if chosen else None

    def _as_stopped(
        self, chosen: tuple[Reading, Governor | None], sentence: Sentence, index: int
    ) -> tuple[Reading, Governor | None]:
        """Money kept by the stop that the clause before tells had left already: 7分钟内完成止付，保住15.9万元."""
        before = sentence.clauses[index - 1] if index else None
        if chosen[0].metric != KEPT or before is None or any(n.is_money for n in before.numbers):
            return chosen
        told = [t for t in before.terms if t.actions]
        if not told or PAYMENT_STOPPED not in told[-1].span.of(self._text):
            return chosen
        stopped = next(r for r in self._words.readings if r.metric == STOPPED and r.actions & told[-1].actions)
        return stopped, chosen[1]

    def _kinds_before(self, number: NumberMention, clause: Clause) -> frozenset[str]:
        said = (m for m in clause.markers if m.span.end <= number.span.start and not self._is_met(m, clause))
        everywhere = frozenset(kind for m in clause.markers for kind in m.kinds & ANYWHERE)
        return frozenset(kind for m in said for kind in m.kinds) | everywhere

    def _is_met(self, marker: Marker, clause: Clause) -> bool:
        """Whether what was demanded was done: 按照对方要求转账5万元."""
        if ATTEMPT not in marker.kinds or not marker.span.of(self._text).endswith(DEMAND):
            return False
        return _orders().search(self._text, clause.span.start, marker.span.start) is not None

    def _governed(
        self, number: NumberMention, allowed: Sequence[Reading], governors: Sequence[Governor], sentence: Sentence
    ) -> tuple[Reading, Governor | None] | None:
        for governor in governors:
            distant = number.span.start - governor.word.end > CLOSE
            near = [r for r in allowed if r.actions and not (r.is_close and distant)]
            if near and (chosen := self._choose(near, governor, number, sentence)):
                return chosen, governor
        return None

    def _fits(self, reading: Reading, before: frozenset[str], context: frozenset[str]) -> bool:
        if reading.homes and self._home not in reading.homes:
            return False
        if reading.context and not reading.context & context:
            return False
        return not reading.unless & before

    def _choose(
        self, allowed: Sequence[Reading], governor: Governor, number: NumberMention, sentence: Sentence
    ) -> Reading | None:
        clause = next(c for c in sentence.clauses if c.span.contains(governor.word))
        actions = self._verbs.joined(governor, number, clause)
        precedence = self._words.precedence
        joined = [r for r in allowed if r.metric in precedence and r.actions & actions]
        if joined:
            return min(joined, key=lambda reading: precedence[reading.metric])
        return next((r for r in allowed if r.actions & governor.actions), None)


def _is_spent(governor: Governor, near: Sequence[Governor], number: NumberMention, clause: Clause) -> bool:
    """Whether a verb has a number of its own, and another verb stands at this one: saved 2 million yuan and dissuaded 30."""
    objects = [n.span for n in clause.numbers if governor.word.end <= n.span.start and n.span.end <= number.span.start]
    return any(objects[0].end <= g.word.start and g.word.end <= number.span.start for g in near if objects)


@cache
def _orders() -> re.Pattern[str]:
    return re.compile(rf"(?:{surroundings('orders')})[^，。；]{{0,12}}$")
