"""Everything that knows Dagster: assets, checks, jobs, schedule, sensor, resources. No logic of the domain.

workspace   the resource that gives assets their warehouse, landing folder and clock
stage       normalized tables between assets, as Parquet
assets      one module a verb; bodies of a few lines
checks      Great Expectations and sql/checks as asset checks
automation  jobs, the daily schedule, the sensor on the landing folder
webserver   Data Docs beside the UI; dev starts it
build       assembly
"""
