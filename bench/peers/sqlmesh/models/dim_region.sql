-- grain: a place; key: adcode. Comes from no event: a refresh leaves it alone.
MODEL (
  name star.dim_region,
  kind FULL,
  start '2025-01-01',
  cron '@yearly',
  grain adcode
);

SELECT
  adcode,
  level,
  name_zh,
  name_en,
  parent_adcode,
  province_adcode,
  province_name_zh,
  prefecture_adcode,
  prefecture_name_zh,
  county_adcode,
  county_name_zh,
  valid_from,
  valid_to
FROM READ_PARQUET(@source || '/region/*.parquet')
