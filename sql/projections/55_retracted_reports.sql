-- bridge_case_region_history: this and bridge_campaign_article_history, without what people retracted while that is in force. A
-- campaign is known by its key alone, wherever the article speaks of it.
create or replace temp table retracted_reports as
with told as (
    select
        'region' as target, region_report_id as report_id, concat(role, ' ', adcode) as match_key, article, article_key,
        span_start, span_end, quote, believed_from, believed_to
    from bridge_case_region_history
    semi join affected_versions using (article_key)
    where article in (select article from standing_corrections where target = 'region')
    union all
    select
        'campaign', report_id, campaign_key, article, article_key, span_start, span_end, quote, believed_from, believed_to
    from bridge_campaign_article_history
    semi join affected_versions using (article_key)
    where article in (select article from standing_corrections where target = 'campaign')
)

select
    d.position as correction_position,
    d.type,
    d.target,
    t.article,
    t.article_key,
    t.report_id,
    c.believed_from as coded_from,
    t.believed_from as row_from,
    greatest(t.believed_from, d.in_force_from) as believed_from,
    least(t.believed_to, d.in_force_to) as believed_to
from told as t
inner join affected_codings as c
    on
        t.article_key = c.article_key and t.believed_from >= c.believed_from
        and (c.believed_to is null or t.believed_from < c.believed_to)
inner join standing_corrections as d
    on
        t.target = d.target and t.article = d.article and t.match_key = d.match_key
        and (
            d.target = 'campaign'
            or is_spoken_of(
                d.report_id, t.report_id, d.version_sha256 = c.version_sha256, d.span_start, d.span_end, t.span_start,
                t.span_end, d.quote = t.quote
            )
        )
where coalesce(t.believed_to > d.in_force_from, true) and coalesce(d.in_force_to > t.believed_from, true);

insert into correction_target_history by name
select * exclude (row_from) from retracted_reports;

-- What is left of a row between retractions: it begins where the row does or one of them ends.
create or replace temp table kept_stretches as
with rows as (
    select target, article_key, report_id, row_from, any_value(r.believed_to) as row_to
    from (select distinct target, article_key, report_id, row_from from retracted_reports)
    inner join (
        select 'region' as target, article_key, region_report_id as report_id, believed_from as row_from, believed_to
        from bridge_case_region_history
        union all
        select 'campaign', article_key, report_id, believed_from, believed_to
        from bridge_campaign_article_history
    ) as r using (target, article_key, report_id, row_from)
    group by all
),

points as (
    select *, row_from as point from rows
    union
    select r.*, moments.point
    from rows as r
    inner join retracted_reports as d using (target, article_key, report_id, row_from)
    cross join unnest([d.believed_from, d.believed_to]) as moments (point)
    where moments.point is not null and (r.row_to is null or moments.point < r.row_to)
),

stretches as (
    select
        *,
        coalesce(lead(point) over (partition by target, article_key, report_id, row_from order by point), row_to)
            as next_point
    from points
)

select *
from stretches as s
where
    not exists (
        from retracted_reports as d
        where
            d.target = s.target and d.article_key = s.article_key and d.report_id = s.report_id and d.row_from = s.row_from
            and d.believed_from <= s.point and (d.believed_to is null or d.believed_to > s.point)
    );

create or replace temp table kept_regions as
select r.* replace (k.point as believed_from, k.next_point as believed_to)
from bridge_case_region_history as r
inner join kept_stretches as k
    on
        k.target = 'region' and r.article_key = k.article_key and r.region_report_id = k.report_id
        and r.believed_from = k.row_from;

create or replace temp table kept_campaigns as
select r.* replace (k.point as believed_from, k.next_point as believed_to)
from bridge_campaign_article_history as r
inner join kept_stretches as k
    on
        k.target = 'campaign' and r.article_key = k.article_key and r.report_id = k.report_id
        and r.believed_from = k.row_from;

delete from bridge_case_region_history as r
using retracted_reports as d
where
    d.target = 'region' and r.article_key = d.article_key and r.region_report_id = d.report_id
    and r.believed_from = d.row_from;

delete from bridge_campaign_article_history as r
using retracted_reports as d
where
    d.target = 'campaign' and r.article_key = d.article_key and r.report_id = d.report_id and r.believed_from = d.row_from;

insert into bridge_case_region_history from kept_regions;

insert into bridge_campaign_article_history from kept_campaigns;
