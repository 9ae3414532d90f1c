-- grain: a case; key: case_id. A case that a new report tells is described anew from all its reports.
MODEL (
  name star.dim_case,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key case_id
  ),
  grain case_id
);

WITH links AS (
  SELECT * FROM READ_PARQUET(@source || '/link/*.parquet')
  WHERE case_id IN (
    SELECT case_id FROM READ_PARQUET(@source || '/link/*.parquet')
    WHERE recorded_at BETWEEN @start_ts AND @end_ts
  )
)

SELECT
  l.case_id,
  ARG_MIN(c.title, c.position) AS title,
  ARG_MIN(c.scheme, c.position) AS scheme,
  ARG_MIN(c.role, c.position) AS role,
  ARG_MIN(c.campaign_key, c.position) AS campaign_key,
  ARG_MIN(c.agency_adcode, c.position) AS jurisdiction_adcode,
  ARG_MIN(c.agency_name, c.position) AS agency_name,
  MIN(c.occurred_on) AS occurred_on,
  MIN(r.published_on) AS first_reported_on,
  MAX(r.published_on) AS last_reported_on,
  COUNT(*) AS reports
FROM READ_PARQUET(@source || '/case_report/*.parquet') AS c
INNER JOIN links AS l ON c.report_id = l.report_id
LEFT JOIN READ_PARQUET(@source || '/reading/*.parquet') AS r ON c.cause_position = r.cause_position
GROUP BY l.case_id
