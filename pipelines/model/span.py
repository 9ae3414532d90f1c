"""Where words stand: half-open ranges of characters in a captured text, and the evidence built on them.

Nothing here knows how a span was found.
"""

from pipelines.model.records import record


@record(order=True)
class Span:
    """Characters `start` (included) to `end` (excluded), counted in Unicode code points, 0-based."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse ranges that cannot be."""
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        """Number of characters."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


@record()
class Evidence:
    """The words that a report was read from, in the captured text, and the rule that read them.

    Invariant, held by a property test: ``captured_text[span.start:span.end] == quote``.
    """

    span: Span
    quote: str
    rule: str
