-- digest_changes: the rows of what is derived anew go, and their hashes leave the digests of their tables; 80 adds those
-- of the new rows.
create or replace temp view affected_hashes as
select 'coding_history' as table_name, hash(t) as row_hash
from coding_history as t
semi join affected_versions using (article_key)
union all
select 'case_report_history', hash(t)
from case_report_history as t
semi join affected_versions using (article_key)
union all
select 'fact_figure_history', hash(t)
from fact_figure_history as t
semi join affected_versions using (article_key)
union all
select 'bridge_case_region_history', hash(t)
from bridge_case_region_history as t
semi join affected_versions using (article_key)
union all
select 'bridge_campaign_article_history', hash(t)
from bridge_campaign_article_history as t
semi join affected_versions using (article_key)
union all
select 'article_history', hash(t)
from article_history as t
semi join affected_versions using (article_key)
union all
select 'case_history', hash(t)
from case_history as t
semi join affected_cases using (case_id)
union all
select 'case_measure_history', hash(t)
from case_measure_history as t
semi join affected_cases using (case_id);

create or replace temp table digest_changes as
select table_name, -count(*) as table_rows, -sum(row_hash) as digest
from affected_hashes
group by table_name;

delete from coding_history where article_key in (select article_key from affected_versions);
delete from case_report_history where article_key in (select article_key from affected_versions);
delete from fact_figure_history where article_key in (select article_key from affected_versions);
delete from bridge_case_region_history where article_key in (select article_key from affected_versions);
delete from bridge_campaign_article_history where article_key in (select article_key from affected_versions);
delete from article_history where article_key in (select article_key from affected_versions);
delete from case_history where case_id in (select case_id from affected_cases);
delete from case_measure_history where case_id in (select case_id from affected_cases);
