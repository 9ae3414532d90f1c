"""What a number counts: the noun before or after it, or the thing that its unit stands for.

手机56部, 56部手机, 犯罪嫌疑人共13名, 10名犯罪嫌疑人, 13 criminal suspects, losses of 5 million yuan. Knows nothing of verbs.
"""

import re
from functools import cache

from pipelines.model.records import record
from pipelines.model.span import Span
from pipelines.normalize.extraction.figures.clauses import Clause
from pipelines.normalize.extraction.figures.lexicon import Lexicon, Term
from pipelines.normalize.extraction.figures.rules import surroundings
from pipelines.normalize.extraction.mentions import NumberMention

# Where the noun phrase after a number ends: the list's next item; in English a word that begins a new phrase.
PHRASE_END = {
    "zh": re.compile(r"、|被(?![^，。、]{0,12}的)"),  # 3人被民警抓获: who acts; but 5部被扣押的手机
    "en": re.compile(
        r"\b(?:from|at|across|for|to|by|with|who|which|that|after|during|on|were|was|have|has|had|nationwide)\b"
    ),
}
# An aside between noun and number: 团伙（网络）34个.
ASIDE = re.compile(r"[（(][^（()）]{1,12}[)）]")
# Names between noun and number: 犯罪嫌疑人林某、石某等7人.
NAMES = re.compile(r"[^\W\d]{1,6}(?:、[^\W\d]{1,6})*等(?:共|共计)?")
# People named before: 二人, 三人. What they are (二人均系团伙骨干) counts them all the same.
PRONOUN = re.compile(r"[二两三四五六七八九]人")
COPULA = re.compile(r"[均都皆也]?(?:系|是|为|均)|的")
QUALIFYING = re.compile(r"\s(?:from|in|to|through|due to|caused by)\b[^.;,]*$")  # losses from online scams | rose …
NEXT_ITEM = re.compile(r"以?及|和|与|并")
CONJUNCTION = re.compile(r"\band\b", re.IGNORECASE)

QUOTES = " “”\"'‘’「」"
COMPOUND_REACH = 3  # characters by which a noun may be longer than the lexicon knows it: 涉诈窝点数7个
PART_REACH = 4  # characters from a count to 直辖市 or 自治区, its unit between
DEVICES = frozenset(["phone", "computer", "device"])
GOODS = DEVICES | {"sim_card", "bank_card"}


@record()
class Counted:
    """`things` are the kinds that the noun may mean; `noun` is where it stands, None where the unit alone says it.

    `phrase` covers number and noun where they stand together, else the number alone.
    """

    things: frozenset[str]
    noun: Span | None
    phrase: Span


class NounReader:
    """Finds what a number counts inside its clause."""

    def __init__(self, text: str, words: Lexicon, language: str) -> None:
        """`text` is the document's."""
        self._text = text
        self._words = words
        self._language = "en" if language == "en" else "zh"

    def counted(self, number: NumberMention, clause: Clause) -> Counted:
        """What the number counts. Where both sides offer a noun, the one that belongs to no other number."""
        if self._is_province_part(number, clause):
            return Counted(frozenset(), None, number.span)
        before = self._tallied(number, clause) or self._before(number, clause)
        after = self._after(number, clause)
        if before and after and after.noun:
            return after if self._belongs_to(number, after.noun, clause) else before
        chosen = after or before
        if chosen:
            return chosen
        implied = Counted(self._implied(number, clause), None, number.span)
        return self._apart(number, clause) or implied

    def _implied(self, number: NumberMention, clause: Clause) -> frozenset[str]:
        # "in one go" counts nobody.
        if (
            number.unit is None
            and number.value > 1
            and self._words.is_bare_end(self._text[number.span.end : clause.span.end])
        ):
            return frozenset(["person"])  # English leaves people out: arresting 21; 10 were detained
        return self._words.implied(number.unit, number.is_money)

    def _kinds(self, number: NumberMention, term: Term) -> frozenset[str]:
        return self._words.countable(term.things, number.unit, number.is_money)

    def _after(self, number: NumberMention, clause: Clause) -> Counted | None:
        end = self._phrase_end(number, clause)
        terms = [
            t
            for t in clause.terms
            if number.number.end <= t.span.start and t.span.end <= end and self._kinds(number, t)
        ]
        if terms and number.is_money and NEXT_ITEM.match(self._text, number.span.end):
            return None  # 现金285万元及黄金12两: the next thing that was handed over
        if not terms or self._is_of_next_verb(number, terms[0], clause) or self._is_pronoun(number, terms[0], clause):
            return None
        own = [t for t in terms if self._belongs_to(number, t.span, clause)]
        head = self._head(number, own or terms)  # 26个省案件214起: the provinces, not the cases
        return Counted(
            self._kinds(number, head), head.span, Span(number.span.start, max(number.span.end, head.span.end))
        )

    def _is_pronoun(self, number: NumberMention, noun: Term, clause: Clause) -> bool:
        """Whether the number stands for people just named (二人勾结当地头目): it opens the clause and its verb follows."""
        if not PRONOUN.fullmatch(number.span.of(self._text)) or number.span.start != clause.span.start:
            return False
        between = Span(number.span.end, noun.span.start)
        return bool(between.of(self._text).strip()) and not COPULA.match(self._text, number.span.end)

    def _head(self, number: NumberMention, terms: list[Term]) -> Term:
        """Chinese noun phrases end in their head: the noun after the last 的, and the last of nouns that touch."""
        if self._language == "zh":
            marks = [t for t in terms if "的" in self._text[number.span.end : t.span.start]]
            last = self._text.rfind("的", number.span.end, terms[-1].span.start)
            terms = [t for t in marks if t.span.start > last] or terms
        head = terms[0]
        for term in terms[1:]:
            if term.span.start - head.span.end > 1 or self._text[head.span.end : term.span.start].strip():
                break
            head = term
        return head

    def _is_of_next_verb(self, number: NumberMention, noun: Term, clause: Clause) -> bool:
        """Whether the noun is another verb's object (arrested 12 and seized phones)."""
        conjunction = CONJUNCTION.search(self._text, number.span.end, noun.span.start)
        if conjunction is None:
            return False
        between = Span(conjunction.end(), noun.span.start)
        return number.is_money or any(t.actions and not t.things and between.contains(t.span) for t in clause.terms)

    def _phrase_end(self, number: NumberMention, clause: Clause) -> int:
        following = [n.span.start for n in clause.numbers if n.span.start >= number.span.end]
        end = min([clause.span.end, *following])
        stops = PHRASE_END[self._language].finditer(self._text, number.span.end, end)
        free = (s.start() for s in stops if not any(t.span.start <= s.start() < t.span.end for t in clause.terms))
        return next(free, end)

    def _before(self, number: NumberMention, clause: Clause) -> Counted | None:
        end = self._rise(number, clause)
        for term in reversed(clause.terms):
            if term.span.end > end or not self._kinds(number, term):
                continue
            gap = ASIDE.sub("", self._text[term.span.end : end])
            if end < number.span.start:
                gap = QUALIFYING.sub("", gap)
            between = Span(term.span.end, end)
            named = _summed_up().fullmatch(gap) or self._are_names(gap, between, clause)
            if not (named or self._words.is_only("filler", gap)):
                return None
            return Counted(self._mixed(number, term, clause), term.span, Span(term.span.start, number.span.end))
        return None

    def _rise(self, number: NumberMention, clause: Clause) -> int:
        """Where English begins to say how much more or less it is: losses | rose 24 per cent to 2.2 billion; else the number."""
        if self._language != "en" or not number.is_money:
            return number.span.start
        told = _risen().search(self._text, clause.span.start, number.span.start)
        return told.start() if told else number.span.start

    def _are_names(self, gap: str, between: Span, clause: Clause) -> bool:
        """Whether only names stand there; 民警将林某等7人 names no officers."""
        if clause.has("disposal", between) or clause.has("passive", between):
            return False
        return NAMES.fullmatch(gap) is not None

    def _mixed(self, number: NumberMention, last: Term, clause: Clause) -> frozenset[str]:
        """Different goods under one count are devices where all are (电脑、手机300余台); else nobody can tell them apart."""
        kinds = self._kinds(number, last)
        position = clause.terms.index(last)
        if not position or number.is_money:
            return kinds
        other = clause.terms[position - 1]
        gap = self._text[other.span.end : last.span.start]
        if (
            not (gap.strip(QUOTES) and self._words.is_only("joint", gap))
            or not other.things & GOODS
            or not kinds & GOODS
        ):
            return kinds
        if other.things & kinds or not self._kinds(number, other):  # 一批银行卡和手机8部: no card is counted so
            return kinds
        return frozenset(["device"]) if (other.things | kinds) <= DEVICES else frozenset()

    def _apart(self, number: NumberMention, clause: Clause) -> Counted | None:
        """A noun before the verb (手机被扣押10部, 案件已破获50起), with no other number between.

        Without 被 it may as well be who acts (民警劝阻30人): then only where the unit itself stands for nothing.
        """
        if self._language == "en" and not number.is_money:
            return None
        barrier = max(
            (n.span.end for n in clause.numbers if n.span.end <= number.span.start), default=clause.span.start
        )
        verbs = [t.span for t in clause.terms if t.actions and t.span.end <= number.span.start]
        for term in reversed(clause.terms):
            if term.span.start < barrier or term.span.end > number.span.start or not self._kinds(number, term):
                continue
            between = Span(term.span.end, number.span.start)
            if number.is_money and _sought().fullmatch(term.span.of(self._text)):
                return None
            if not any(between.contains(verb) for verb in verbs) and len(between) > COMPOUND_REACH:
                return None
            if clause.has("passive", between) or not self._words.implied(number.unit, number.is_money):
                return Counted(self._mixed(number, term, clause), term.span, number.span)
            return None
        return None

    def _tallied(self, number: NumberMention, clause: Clause) -> Counted | None:
        """English counts stand before their noun, but for: the number of cases solved rose to 3,420."""
        if number.is_money or self._language != "en":
            return None
        marks = [m for m in clause.markers if "tally" in m.kinds and m.span.end <= number.span.start]
        if not marks or not self._words.is_only("filler", self._text[number.span.start - 3 : number.span.start]):
            return None
        nouns = (t for t in clause.terms if t.span.start >= marks[-1].span.end and t.span.end <= number.span.start)
        noun = next((t for t in nouns if self._kinds(number, t)), None)
        return Counted(self._kinds(number, noun), noun.span, number.span) if noun else None

    def _is_province_part(self, number: NumberMention, clause: Clause) -> bool:
        """Provinces counted apart from municipalities and autonomous regions: no number says how many there are in all."""
        following = next((n for n in clause.numbers if n.span.start >= number.span.end), None)
        if following is None or not clause.terms:
            return False
        stretch = Span(following.number.end, min(clause.span.end, following.number.end + PART_REACH))
        listed = "、" in self._text[number.span.end : following.span.start]
        return listed and any("province_part" in t.things and t.span.overlaps(stretch) for t in clause.terms)

    def _belongs_to(self, number: NumberMention, noun: Span, clause: Clause) -> bool:
        """Whether a noun after the number is its own and not the next number's (窝点3个团伙2个)."""
        if self._language == "en" and not number.is_money:
            return True
        following = next((n for n in clause.numbers if n.span.start >= noun.end), None)
        if following is None:
            return True
        gap = self._text[noun.end : following.span.start]
        if gap.startswith("的"):  # 9个省份的23名群众: it only modifies the next number's noun
            return True
        return not self._words.is_only("filler", gap)


@cache
def _summed_up() -> re.Pattern[str]:
    """What a list of goods is summed up as: 电脑、手机等作案工具400余台."""
    kinds, goods = surroundings("goods_of"), surroundings("goods")
    return re.compile(rf"等(?:各类|各种|一批)?(?:{kinds})*(?:{goods})(?:共|共计)?")


@cache
def _risen() -> re.Pattern[str]:
    verbs = surroundings("rises_en")
    return re.compile(
        rf"(?:(?:was|were|had|have|has)\s+)?\b(?:{verbs})\b[^.;,]{{0,16}}?\d[\d.]*\s?(?:per ?cent|%)[^.;,]{{0,40}}?\b(?:to|at)\s+$"
    )


@cache
def _sought() -> re.Pattern[str]:
    """Money that a victim was after: 申请贷款被骗27万元 tells no loan."""
    return re.compile(surroundings("sought"))
