"""From a document to a coding: what the article reports, each report with the words it was read from.

    readers/    numbers, dates: characters → values
    structure/  domain gate, case segments, campaigns, schemes, roles in the chain, agencies
    figures/    numbers + lexicon of metrics → figures: metric, subset, basis, region, period, de-duplication
    mentions    what the parts hand to one another
    coder       the assembly: Document → Coding

Imports go coder → figures → structure → readers → mentions. Lexicons are data files beside the part that reads them.
"""
