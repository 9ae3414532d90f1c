"""The coder: a document in, everything that was read from it out. Assembly only; every rule lives in its own package.

Pure and deterministic: the same document and version give the same coding on every machine.
"""

from typing import Literal

from pipelines.model.document import Document
from pipelines.model.reports import Coding
from pipelines.normalize.extraction.figures import read_figures
from pipelines.normalize.extraction.readers import read_numbers, read_periods
from pipelines.normalize.extraction.structure import describe_campaigns, describe_cases, home_adcode, read_structure
from pipelines.normalize.extraction.structure.gate import NO_WORD, speaks_of_fraud
from pipelines.normalize.extraction.structure.matters import Matters
from pipelines.normalize.extraction.terms import scan
from pipelines.normalize.extraction.version import CODER, coder_version
from pipelines.normalize.gazetteer import gazetteer


def code_document(document: Document) -> Coding:
    """Everything that the rules read from one document. An article out of the domain gives no report."""
    language: Literal["zh", "en"] = "en" if document.language == "en" else "zh"
    scan(document.text)
    if not speaks_of_fraud(document):
        # Before anything is looked for: most articles of a newspaper end here.
        return Coding(CODER, coder_version(), in_scope=False, scope_reason=NO_WORD.reason)
    places = gazetteer().mentions(document.text, language, on=document.published_on)
    matters = Matters(document)
    structure = read_structure(document, places, matters)
    if not structure.gate.in_scope:
        return Coding(CODER, coder_version(), in_scope=False, scope_reason=structure.gate.reason)
    periods = read_periods(document)
    cases, regions = describe_cases(document, structure, places, periods)
    figures = read_figures(
        document,
        read_numbers(document),
        periods,
        structure,
        matters,
        cases,
        home_adcode(document, places, structure.agencies),
        places,
    )
    return Coding(
        CODER,
        coder_version(),
        in_scope=True,
        scope_reason=structure.gate.reason,
        cases=cases,
        campaigns=describe_campaigns(structure, document),
        figures=figures,
        regions=regions,
    )
