"""The assembly: from a document and its places to its structure."""

from collections.abc import Sequence

from pipelines.model.document import Document
from pipelines.normalize.extraction.mentions import Structure
from pipelines.normalize.extraction.structure.agencies import find_agencies
from pipelines.normalize.extraction.structure.campaigns import find_campaigns
from pipelines.normalize.extraction.structure.gate import read_gate
from pipelines.normalize.extraction.structure.home import home_adcode
from pipelines.normalize.extraction.structure.matters import Matters
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.segments import find_segments


def read_structure(document: Document, places: Sequence[Place], matters: Matters) -> Structure:
    """Gate, segments, campaigns and agencies of an article that speaks of fraud. One out of scope has no segments."""
    agencies = find_agencies(document, places)
    gate = read_gate(document, places, agencies, matters)
    if not gate.in_scope:
        return Structure(gate, (), (), agencies)
    home = home_adcode(document, places, agencies)
    return Structure(gate, find_segments(document, agencies, places), find_campaigns(document, home), agencies)
