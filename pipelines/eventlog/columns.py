"""Columns of Arrow tables as arrays. A leaf, because who writes the log and who verifies it need the same."""

import pyarrow as pa


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, nothing copied where it is one already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
