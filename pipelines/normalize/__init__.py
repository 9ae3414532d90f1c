"""From captured bytes to polars tables: documents, extraction, gazetteer, resolution, tables.

Everything but `tables` is pure: no IO beyond packaged data files, no clock, no framework.
"""
