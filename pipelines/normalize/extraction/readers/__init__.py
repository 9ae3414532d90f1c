"""Characters → values: quantities, dates and periods, each with its span.

Here: what a number or a date says and how exact it is. Not here: what it counts or measures (figures), which case it
belongs to (structure). Units, qualifiers, names and codes are in `data/`.
"""

from pipelines.normalize.extraction.readers.numbers import read_numbers
from pipelines.normalize.extraction.readers.periods import read_periods

__all__ = ["read_numbers", "read_periods"]
