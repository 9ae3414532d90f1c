"""Measurements: how fast the log and the warehouse are, as ratios to named peers in one run. `make bench` runs them.

    logs      logs of any size, made of typed events that no article stands behind
    measure   seconds and peak memory of a piece of work in a process of its own
    peers     what others need for the same
    report    what was measured, as a table

Nothing here is a test: a slow machine must not make a build fail. What is measured is the code of `pipelines` as it is.
"""
