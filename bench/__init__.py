"""Measurements: how fast the log and the warehouse are, as ratios to named peers in one run. `make bench` runs them.

    logs         logs of any size, made of typed events that no article stands behind
    sizes        how much is measured
    measure      seconds and peak memory of a piece of work in a process of its own
    jobs         the pieces of our work, by name: material, ours, bare, plain_delta
    contenders   peers that build the same star; peers/ holds what runs in their environment
    workshop     what a run has: folder, logs, stars
    parts/       the questions, and the marks that were promised
    report       what was measured, as a table
    corpus/      generated articles whose truth is known; tests use them too

Nothing here is a test: a slow machine must not make a build fail. What is measured is the code of `pipelines` as it is.
"""
