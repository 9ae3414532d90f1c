"""A generated corpus: bulletins of any number, in all formats and scripts, whose truth is known.

**Scores on it are no evidence of accuracy on real text.** The sentences come from a grammar of a few hundred templates
written by people who know the program; real outlets write otherwise. It is for what needs many articles or a complete
truth: speed and growth, resolution of cases across articles, and finding out that something broke. Accuracy is measured
on hand-coded articles (docs/accuracy.md).

    truth       what is true of a case, a campaign, an article: data only
    streams     random numbers by name, so that nothing depends on what else is made
    places, world, chapters
                places that may occur; the cases of a chapter; who tells what in its articles
    phrasing/   the wording, as data
    numbers     numbers and days as words
    drafting    templates → marked text; telling, totals, others: the articles' paragraphs
    formats     paragraphs → files; marks → spans
    article     the article of a number, with its truth
    reports     the truth as the model's reports, for tests without extraction
    writing     the corpus as a folder: raw files and gold

`python -m bench.corpus FOLDER --articles N --seed S` writes one. Article k is the same in every corpus of a seed that has
more than k articles. What is made is described in docs/corpus-generator.md.
"""
