"""From captured bytes to polars tables: documents, extraction, gazetteer, resolution, tables.

Everything but `tables` is pure: no IO beyond packaged data files, no clock, no framework.
"""

# The step whose checkpoint says how far captures have been coded and judged. Here because status asks for it too, and
# must not import polars for a name.
ACCEPT_STEP = "accept"
