-- Exported events of one batch, one view for each family. Variables: source (folder), batch (the name of its files).
create temp view captures as
select * from read_parquet(getvariable('source') || '/capture/' || getvariable('batch') || '.parquet');

create temp view readings as
select * exclude (captured_position), cause_position as captured_position
from read_parquet(getvariable('source') || '/reading/' || getvariable('batch') || '.parquet');

create temp view case_reports as
select *, cause_position as captured_position
from read_parquet(getvariable('source') || '/case_report/' || getvariable('batch') || '.parquet');

create temp view campaign_reports as
select *, cause_position as captured_position
from read_parquet(getvariable('source') || '/campaign_report/' || getvariable('batch') || '.parquet');

create temp view figure_reports as
select *, cause_position as captured_position
from read_parquet(getvariable('source') || '/figure_report/' || getvariable('batch') || '.parquet');

create temp view links as
select * from read_parquet(getvariable('source') || '/link/' || getvariable('batch') || '.parquet');
