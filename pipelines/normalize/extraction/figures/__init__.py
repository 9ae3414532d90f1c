"""Numbers become figures: what each number of an article counts, whose it is, and for which time and place.

`read_figures` is the door. Which words mean what is data (`data/*.yaml`); the modules here know only how words stand
to numbers. Not here: finding numbers, periods, places, cases and campaigns (the sibling packages).
"""

from pipelines.normalize.extraction.figures.reader import read_figures

__all__ = ["read_figures"]
