"""Events of the large log that came together, as every contender gets them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that came together: articles `first` …, positions above `after` up to `upto`; exported under `name`."""

    name: str
    first: int
    articles: int
    after: int
    upto: int

    @property
    def end(self) -> int:
        """The number of the next article."""
        return self.first + self.articles
