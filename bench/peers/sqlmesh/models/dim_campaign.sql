-- grain: a campaign; key: campaign_key. A campaign that a new report names is described anew from all its reports.
MODEL (
  name star.dim_campaign,
  kind INCREMENTAL_BY_UNIQUE_KEY (
    unique_key campaign_key
  ),
  grain campaign_key
);

SELECT
  c.campaign_key,
  ARG_MIN(c.name_zh, c.position) AS name_zh,
  ARG_MIN(c.year, c.position) AS year,
  MIN(r.published_on) AS first_published_on,
  MAX(r.published_on) AS last_published_on,
  COUNT(*) AS articles
FROM READ_PARQUET(@source || '/campaign_report/*.parquet') AS c
LEFT JOIN READ_PARQUET(@source || '/reading/*.parquet') AS r ON c.cause_position = r.cause_position
WHERE c.campaign_key IN (
  SELECT campaign_key FROM READ_PARQUET(@source || '/campaign_report/*.parquet')
  WHERE recorded_at BETWEEN @start_ts AND @end_ts
)
GROUP BY c.campaign_key
