"""A figure while it is being read: what the steps from number to report hand to one another. Data only."""

from pipelines.model.records import record
from pipelines.model.reports import Scope
from pipelines.model.span import Span
from pipelines.normalize.extraction.confidence import FigureWay
from pipelines.normalize.extraction.figures.clauses import Clause, Sentence
from pipelines.normalize.extraction.mentions import NumberMention, PeriodMention


@record()
class Found:
    """One number with its metric.

    things     what the number counts
    way        how the words that make the metric stand to the number; confidence is measured by it
    is_part    其中, "of them" stands before it; `whole` is the number that it is a part of, where that is known
    is_item    it is an item of a breakdown, where equal numbers are not the same one
    is_total   a word of totality governs it (共, 累计, "a total of"), or it opens the article
    entity     the listed person that the sentence tells it of (被告人王某…), None where it lists none
    is_summary  the sentence says that it sums up a place or several cases
    gathers    its words say that it takes in what was told before it (bringing the total to)
    region, period  the place and the days that it is about, where known
    told_again  other statements of the same fact
    """

    number: NumberMention
    metric: str
    things: frozenset[str]
    rule: str
    way: FigureWay
    evidence: Span
    sentence: Sentence
    clause: Clause
    is_part: bool = False
    is_item: bool = False
    whole: NumberMention | None = None
    is_total: bool = False
    entity: Span | None = None
    subset: bool = False
    scope: Scope = "aggregate"
    case_key: str | None = None
    is_summary: bool = False
    gathers: bool = False
    region: str | None = None
    period: PeriodMention | None = None
    told_again: tuple["Found", ...] = ()

    @property
    def family(self) -> tuple[object, ...]:
        """What two figures must share to be the same fact or part and whole: metric, case, basis and currency."""
        currency = self.number.unit if self.number.is_money else None
        return self.metric, self.scope, self.case_key, self.number.basis, currency
