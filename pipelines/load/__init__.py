"""From the log to the star schema: set-based SQL, one transaction with its checkpoint, published by an atomic swap.

sqlfiles    the files below sql/, their headers and fingerprint
projection  bring one DuckDB file forward to the log's head
publish     the two projection files, and which of them readers see
checks      the files of sql/checks, run on a projection
digests     whether a projection still holds the rows that were put into it
captures    what a projection says of captured files;  reports: of case reports
past        a past state in a file of its own
outline     how much a projection holds, and a taste of it
"""
