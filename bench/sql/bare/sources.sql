-- The log's Parquet files as they are, one view for each family of events. Variables: files (list of paths), after (the
-- position that the star has read up to).
create temp view captures as
select position, recorded_at, capture.*
from read_parquet(getvariable('files'))
where type = 'article_captured' and position > getvariable('after');

create temp view readings as
select cause_position as captured_position, reading.* exclude (captured_position)
from read_parquet(getvariable('files'))
where type = 'article_read' and position > getvariable('after');

create temp view case_reports as
select position, cause_position as captured_position, case_report.*
from read_parquet(getvariable('files'))
where type = 'case_reported' and position > getvariable('after');

create temp view campaign_reports as
select position, cause_position as captured_position, campaign_report.*
from read_parquet(getvariable('files'))
where type = 'campaign_reported' and position > getvariable('after');

create temp view figure_reports as
select position, recorded_at, cause_position as captured_position, figure_report.*
from read_parquet(getvariable('files'))
where type = 'figure_reported' and position > getvariable('after');

create temp view links as
select position, link.*
from read_parquet(getvariable('files'))
where type = 'report_linked' and position > getvariable('after');
