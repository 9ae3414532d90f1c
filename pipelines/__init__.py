"""Casebook: from news and police bulletins to a warehouse whose every number shows the words it was read from.

The flow, one package a verb::

    raw/ ──ingest──▶ log ──normalize──▶ polars tables ──validate──▶ log ──load──▶ casebook.duckdb

    model          what an article, a document and a report are; standard library only
    eventlog       the append-only record on Delta Lake; everything else can be rebuilt from it
    ingest         files under raw/ → captured or rejected articles
    normalize      captured text → documents → reports with evidence → tables
    validate       Great Expectations over those tables → accepted or quarantined rows
    load           set-based SQL from the log to the star schema; publishing
    charts         what is published, as pictures
    orchestration  Dagster assets, checks, jobs, schedule, sensor; a few lines each
    cli            the `casebook` command
    logs, status, metrics, accounting   what those who watch it are told

Imports point one way: orchestration and cli → the four verbs → eventlog → model. The verbs do not import one another.
"""
