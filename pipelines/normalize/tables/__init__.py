"""The normalized tables: what the codings of many articles look like as polars frames.

Here and only here `normalize` meets polars. `schemas` holds the columns and types, `coded` the row that comes in,
`build` the frames that go out. No rule of reading, no check of content: what is wrong with a row is for
`pipelines.validate` to say.
"""

from pipelines.normalize.tables.build import frames
from pipelines.normalize.tables.coded import CodedArticle
from pipelines.normalize.tables.schemas import KEYS, TABLES, empty

__all__ = ["KEYS", "TABLES", "CodedArticle", "empty", "frames"]
