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
select 'correction_target_history', hash(t)
from correction_target_history as t
semi join affected_versions using (article_key)
union all
select 'case_alias_history', hash(t)
from case_alias_history as t
semi join merged_cases using (case_id)
union all
select 'case_history', hash(t)
from case_history as t
semi join known_cases using (case_id)
union all
select 'case_measure_history', hash(t)
from case_measure_history as t
semi join known_cases using (case_id);

create or replace temp table digest_changes as
select table_name, -count(*) as table_rows, -sum(row_hash) as digest
from affected_hashes
group by table_name;

-- The figures told before, each as its event told it: one row of each.
create or replace temp table earlier_figures as
select distinct on (position)
    * exclude (case_id, published_on, is_subset, coded_from, believed_from, believed_to, told)
    replace (
        if(told is null, metric, told.metric) as metric,
        if(told is null, value, told.value) as value,
        if(told is null, unit, told.unit) as unit,
        if(told is null, qualifier, told.qualifier) as qualifier,
        if(told is null, basis, told.basis) as basis,
        if(told is null, scope, told.scope) as scope,
        if(told is null, case_report_id, told.case_report_id) as case_report_id,
        if(told is null, campaign_key, told.campaign_key) as campaign_key,
        if(told is null, region_adcode, told.region_adcode) as region_adcode,
        if(told is null, period_start, told.period_start) as period_start,
        if(told is null, period_end, told.period_end) as period_end
    )
    rename (figure_id as report_id),
    if(told is null, is_subset, told.is_subset) as subset,
    coded_from as batch_position
from fact_figure_history
semi join affected_versions using (article_key)
order by position, believed_from;

delete from coding_history where article_key in (select article_key from affected_versions);
delete from case_report_history where article_key in (select article_key from affected_versions);
delete from fact_figure_history where article_key in (select article_key from affected_versions);
delete from bridge_case_region_history where article_key in (select article_key from affected_versions);
delete from bridge_campaign_article_history where article_key in (select article_key from affected_versions);
delete from article_history where article_key in (select article_key from affected_versions);
delete from correction_target_history where article_key in (select article_key from affected_versions);
delete from case_alias_history where case_id in (select case_id from merged_cases);
delete from case_history where case_id in (select case_id from known_cases);
delete from case_measure_history where case_id in (select case_id from known_cases);
