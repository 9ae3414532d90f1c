-- grain: an article as captured; key: article_key
MODEL (
  name star.dim_article,
  kind INCREMENTAL_BY_TIME_RANGE (
    time_column captured_at
  ),
  grain article_key
);

SELECT
  c.position AS article_key,
  c.article,
  c.version_sha256,
  c.path,
  c.container_sha256,
  c.encoding,
  c.media_type,
  c.size_bytes,
  c.recorded_at AS captured_at,
  COALESCE(r.title, c.declared_title) AS title,
  COALESCE(r.publisher, c.declared_publisher) AS publisher,
  COALESCE(r.url, c.declared_url) AS url,
  r.language,
  r.script,
  r.published_on,
  r.published_basis,
  r.text_chars
FROM READ_PARQUET(@source || '/capture/*.parquet') AS c
LEFT JOIN READ_PARQUET(@source || '/reading/*.parquet') AS r ON c.position = r.cause_position
WHERE c.recorded_at BETWEEN @start_ts AND @end_ts
