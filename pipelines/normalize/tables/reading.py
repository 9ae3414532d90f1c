"""One captured article into its row: document, coding, or the error that kept it from them."""

from pipelines.errors import CasebookError
from pipelines.eventlog.captures import Pending
from pipelines.model.reports import Coding
from pipelines.normalize.documents import read_document
from pipelines.normalize.extraction.coder import code_document
from pipelines.normalize.extraction.version import CODER, coder_version
from pipelines.normalize.tables.coded import CodedArticle


def read_article(one: Pending) -> CodedArticle:
    """The article's row. A reader that fails on one article gives a row that validation quarantines with the error."""
    capture = one.capture
    identity = (capture.article, capture.content_sha256, one.position, one.captured_at)
    try:
        document = read_document(capture)
        coding = code_document(document)
    except CasebookError:
        # Broken reference data or the like: not this article's fault, and no other would fare better.
        raise
    except Exception as error:
        nothing = Coding(CODER, coder_version(), in_scope=False, scope_reason="the article could not be read")
        return CodedArticle.failed(*identity, nothing, f"{type(error).__name__}: {error}")
    return CodedArticle.of(*identity, document, coding)
