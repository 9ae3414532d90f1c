"""Case segments: the stretches of text that each tell one case.

Items set apart as a list come first (案例一, "1.", headings); otherwise the article is read as running text. Totals, advice
and tricks belong to no segment. Codebook, section 2: a case is one investigation or incident in which somebody was
arrested, a gang or den was broken up, or a victim lost money.
"""

from collections.abc import Sequence

from pipelines.model.document import Document
from pipelines.normalize.extraction.mentions import AgencyMention, CaseSegment
from pipelines.normalize.extraction.structure.article import read_article
from pipelines.normalize.extraction.structure.items import listed
from pipelines.normalize.extraction.structure.named_cases import in_passing
from pipelines.normalize.extraction.structure.places import Place
from pipelines.normalize.extraction.structure.stories import headlined, narrated


def find_segments(
    document: Document, agencies: Sequence[AgencyMention], places: Sequence[Place]
) -> tuple[CaseSegment, ...]:
    """The cases in the order of the text; their spans never overlap."""
    article = read_article(document, agencies, places)
    of_list = listed(article)
    if of_list.cases:
        others = narrated(article.after(of_list.end)) if of_list.end < len(article.text) else []
        return tuple(headlined(article) or [*in_passing(article, of_list.cases), *of_list.cases, *others])
    return tuple(headlined(article) or narrated(article))
