"""Withdrawing an article: a person's word that it is no longer to be believed. Deleting its file says nothing.

The article and all that was read from it leave the present tables with the next refresh; the past keeps them. A new
version of its file is captured and believed again.
"""

from datetime import datetime

import pyarrow as pa

from pipelines.errors import UsageError
from pipelines.eventlog import Appended, EventLog, NewEvents
from pipelines.eventlog.captures import known_captures
from pipelines.model.ids import stable_id


def withdraw(log: EventLog, article: str, *, reason: str, author: str, run_id: str, recorded_at: datetime) -> Appended:
    """Append `article_withdrawn` for the article's latest version; nothing where that one is withdrawn already.

    Raises UsageError where the article was never captured or no reason is given.
    """
    if not reason.strip():
        raise UsageError("withdrawing an article needs a reason")
    version = known_captures(log).versions.get(article)
    if version is None:
        raise UsageError(f"no article was ever captured under the name {article}")
    sha256, position = version
    event = {
        "event_id": stable_id("article_withdrawn", article, position),
        "stream": f"article/{article}",
        "cause_position": position,
        "article": article,
        "version_sha256": sha256,
        "path": article.split("#")[0],
        "reason": "withdrawn",
        "detail": reason,
    }
    events = NewEvents("article_withdrawn", pa.Table.from_pylist([event]))
    return log.append([events], actor=author, run_id=run_id, recorded_at=recorded_at)
