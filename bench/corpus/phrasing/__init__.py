"""The wording of the generated corpus: data files, and what reads and checks them.

    zh.yaml, en.yaml   sentences by what they are for
    plots.yaml         which metrics the articles of a plot tell, and bounds of the numbers
    names.yaml         surnames, outlets, countries, campaigns
    others.yaml        what is not to be coded: other articles, navigation, footers, glosses

In a template `{slot}` is filled; a slot that is a metric's code gives a figure, and `[` … `]` around it are the words that
show the figure. `{metric:part}` is a part of a figure told before, `{metric:daily}` an average of a day, `{metric:again}` a
number that is told elsewhere in the article and gives no second figure. A template is only used where all its slots can
be filled. `{day}` and `{window}` say when: they govern the numbers of their sentence; `{day_plain}` does not.
"""

from bench.corpus.phrasing.lexicon import Names, Others, Wording, names, others, wording
from bench.corpus.phrasing.plots import Plots, plots
from bench.corpus.phrasing.templates import Slot, Template, compiled

__all__ = ["Names", "Others", "Plots", "Slot", "Template", "Wording", "compiled", "names", "others", "plots", "wording"]
