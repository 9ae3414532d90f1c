"""A number found in text before it is known whether it is a quantity.

The language readers make candidates; `pairs` looks at neighbours (ranges, one amount in two currencies); what is left
becomes a NumberMention. Data only.
"""

from decimal import Decimal

from pipelines.model.records import record
from pipelines.model.reports import Basis, Qualifier
from pipelines.model.span import Span
from pipelines.normalize.extraction.mentions import NumberMention


@record()
class Candidate:
    """`span` and `number` as in NumberMention; `value` is None where the numeral tells no one number.

    `is_quantity` is False for what has digits and no meaning of its own, such as the first number of a range.
    """

    span: Span
    number: Span
    value: Decimal | None
    qualifier: Qualifier = "exact"
    unit: str | None = None
    is_money: bool = False
    basis: Basis = "total"
    is_quantity: bool = False

    def mention(self) -> NumberMention | None:
        """The mention, where this is a quantity."""
        if not self.is_quantity or self.value is None:
            return None
        return NumberMention(self.span, self.number, self.value, self.qualifier, self.unit, self.is_money, self.basis)
