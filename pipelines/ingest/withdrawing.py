"""Withdrawing an article: a person's word that it is no longer to be believed. Deleting its file says nothing.

The article and all that was read from it leave the present tables with the next refresh; the past keeps them. A new
version of its file is captured and believed again.
"""

import pyarrow as pa

from pipelines.errors import UsageError
from pipelines.eventlog import EventLog, NewEvents
from pipelines.eventlog.captures import known_captures
from pipelines.model.ids import stable_id


def withdrawals(log: EventLog, article: str, reason: str) -> NewEvents:
    """`article_withdrawn` for the article's latest version; in the log already where that one is withdrawn.

    The name of a file that holds several articles stands for all of them. Raises UsageError where the article was never
    captured.
    """
    versions = known_captures(log).versions
    names = [article] if article in versions else sorted(name for name in versions if name.startswith(f"{article}#"))
    if not names:
        raise UsageError(f"no article was ever captured under the name {article}")
    rows = [
        {
            "event_id": stable_id("article_withdrawn", name, versions[name][1]),
            "stream": f"article/{name}",
            "cause_position": versions[name][1],
            "article": name,
            "version_sha256": versions[name][0],
            "path": article.split("#")[0],
            "reason": "withdrawn",
            "detail": reason,
        }
        for name in names
    ]
    return NewEvents("article_withdrawn", pa.Table.from_pylist(rows))
