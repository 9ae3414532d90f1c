"""What the project speaks of: captures, documents, reports, ids and code lists.

Dataclasses that nobody changes, and pure functions, over the standard library. No IO beyond reading the packaged code lists,
no clock, no framework.
"""
