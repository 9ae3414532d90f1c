-- grain: a reported figure; key: figure_id
MODEL (
  name star.fact_figure,
  kind INCREMENTAL_BY_TIME_RANGE (
    time_column recorded_at
  ),
  grain figure_id
);

WITH figures AS (
  SELECT * FROM READ_PARQUET(@source || '/figure_report/*.parquet')
  WHERE recorded_at BETWEEN @start_ts AND @end_ts
)

SELECT
  f.report_id AS figure_id,
  f.position,
  f.article,
  f.cause_position AS article_key,
  f.ordinal,
  f.case_report_id,
  l.case_id,
  f.campaign_key,
  f.region_adcode,
  f.metric,
  f.value,
  f.unit,
  f.qualifier,
  f.basis,
  f.subset AS is_subset,
  f.scope,
  f.period_start,
  f.period_end,
  f.period_basis,
  r.published_on,
  f.confidence,
  f.rule,
  f.span_start,
  f.span_end,
  f.quote,
  f.recorded_at
FROM figures AS f
LEFT JOIN READ_PARQUET(@source || '/link/*.parquet') AS l ON f.case_report_id = l.report_id
LEFT JOIN READ_PARQUET(@source || '/reading/*.parquet') AS r ON f.cause_position = r.cause_position
