"""What others need for the same work. The scripts run in an environment of their own, see bench/requirements.txt.

dbt, sqlmesh      projects that build the star of bench/sql/bare
dlt_star          the same by a dlt pipeline
sqlmesh_star      runs the SQLMesh project with a clock of ours
event_store       the recorders of `eventsourcing`, and a projection of what they hold

Nothing of `pipelines` is imported here, and of `bench` only `measure`.
"""
