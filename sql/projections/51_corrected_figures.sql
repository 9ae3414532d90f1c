-- fact_figure_history: the figures that people corrected or retracted. Of several corrections of one column the last counts.
-- A figure that a person put to a case is told by the article's report of that case, and stays as it is told while there is none.
create or replace temp table corrected_figures as
with candidates as (
    select f.*, v.version_sha256
    from fact_figure_history as f
    semi join affected_versions using (article_key)
    inner join affected_captures as v on f.article_key = v.position
    where f.article in (select article from standing_corrections where target = 'figure')
),

codings as (
    -- A figure's rows of one coding, as one stretch to be matched. Words that stand twice are told apart by their order.
    select
        *,
        row_number() over (
            partition by article_key, coded_from, metric, quote order by span_start, position
        ) as occurrence,
        count(*) over (partition by article_key, coded_from, metric, quote) as occurrences
    from (
        select
            article, article_key, figure_id, position, coded_from, version_sha256, metric, span_start, span_end, quote,
            min(believed_from) as believed_from,
            if(bool_or(believed_to is null), null, max(believed_to)) as believed_to
        from candidates
        group by all
    )
)

select
    d.position as correction_position,
    d.type,
    d.target,
    f.article,
    f.article_key,
    f.figure_id as report_id,
    f.coded_from,
    greatest(f.believed_from, d.in_force_from) as believed_from,
    least(f.believed_to, d.in_force_to) as believed_to
from codings as f
inner join standing_corrections as d
    on
        d.target = 'figure' and f.article = d.article and f.metric = d.match_key
        and is_spoken_of(
            d.report_id, f.figure_id, d.version_sha256 = f.version_sha256, d.span_start, d.span_end, f.span_start,
            f.span_end,
            d.quote = f.quote and coalesce(d.occurrence = f.occurrence and d.occurrences = f.occurrences, true)
        )
where coalesce(f.believed_to > d.in_force_from, true) and coalesce(d.in_force_to > f.believed_from, true)
qualify
    row_number() over (
        partition by d.position, f.article_key, f.coded_from
        order by
            d.report_id = f.figure_id desc,
            least(d.span_end, f.span_end) - greatest(d.span_start, f.span_start) desc,
            f.position
    ) = 1;

insert into correction_target_history by name from corrected_figures;

create or replace temp table changed_figures as
with rows as (
    select f.*
    from fact_figure_history as f
    semi join affected_versions using (article_key)
    semi join corrected_figures as d
        on f.article_key = d.article_key and f.figure_id = d.report_id and f.coded_from = d.coded_from
),

-- Who puts a figure to a case holds the article's report of that case there, in the same commit: it is that report's figure.
put_to_cases as (
    select d.article_key, d.report_id as figure_id, d.coded_from, d.correction_position, r.report_id as case_report_id
    from corrected_figures as d
    inner join standing_corrections as c on d.correction_position = c.position
    inner join standing_corrections as p
        on c.batch_position = p.batch_position and c.article = p.article and c.case_id = p.case_id and p.target = 'case_report'
    inner join correction_target_history as r
        on p.position = r.correction_position and d.article_key = r.article_key and d.coded_from = r.coded_from
),

told_cases as (
    select article_key, report_id as case_report_id, case_id, believed_from, believed_to
    from case_report_history
    semi join put_to_cases using (article_key)
),

moments as (
    select article_key, report_id as figure_id, coded_from, unnest([believed_from, believed_to]) as point
    from corrected_figures
    union
    select p.article_key, p.figure_id, p.coded_from, unnest([r.believed_from, r.believed_to])
    from put_to_cases as p
    inner join told_cases as r using (article_key, case_report_id)
),

points as (
    select article_key, figure_id, coded_from, believed_from as origin, believed_from as point from rows
    union
    select r.article_key, r.figure_id, r.coded_from, r.believed_from, m.point
    from rows as r
    inner join moments as m using (article_key, figure_id, coded_from)
    where m.point > r.believed_from and (r.believed_to is null or m.point < r.believed_to)
),

stretches as (
    select
        *, lead(point) over (partition by article_key, figure_id, coded_from, origin order by point) as next_point
    from points
),

changes as (
    select
        s.article_key, s.figure_id, s.coded_from, s.point,
        bool_or(c.type = 'report_retracted') as is_retracted,
        last_word(c.metric, c.position, false) as metric,
        last_word(c.value, c.position, false) as value,
        last_word(c.unit, c.position, false) as unit,
        last_word(c.qualifier, c.position, false) as qualifier,
        last_word(c.basis, c.position, false) as basis,
        last_word(c.subset, c.position, false) as subset,
        last_word(p.case_report_id, c.position, list_contains(c.cleared, 'case_id')) as case_report_id,
        last_word(c.campaign_key, c.position, list_contains(c.cleared, 'campaign_key')) as campaign_key,
        last_word(c.region_adcode, c.position, list_contains(c.cleared, 'region_adcode')) as region_adcode,
        last_word(c.period_start, c.position, list_contains(c.cleared, 'period_start')) as period_start,
        last_word(c.period_end, c.position, list_contains(c.cleared, 'period_end')) as period_end
    from stretches as s
    inner join corrected_figures as d
        on
            s.article_key = d.article_key and s.figure_id = d.report_id and s.coded_from = d.coded_from
            and d.believed_from <= s.point and (d.believed_to is null or d.believed_to > s.point)
    inner join standing_corrections as c on d.correction_position = c.position
    left join put_to_cases as p
        on
            d.article_key = p.article_key and d.report_id = p.figure_id and d.coded_from = p.coded_from
            and d.correction_position = p.correction_position
    group by s.article_key, s.figure_id, s.coded_from, s.point
),

put as (
    select c.article_key, c.figure_id, c.coded_from, c.point, r.case_id, r.case_report_id
    from changes as c
    inner join told_cases as r
        on
            c.article_key = r.article_key and c.case_report_id.v = r.case_report_id
            and r.believed_from <= c.point and (r.believed_to is null or r.believed_to > c.point)
),

pieces as (
    select
        r.* replace (
            if(c.metric is null, r.metric, c.metric.v) as metric,
            if(c.value is null, r.value, c.value.v) as value,
            if(c.unit is null, r.unit, c.unit.v) as unit,
            if(c.qualifier is null, r.qualifier, c.qualifier.v) as qualifier,
            if(c.basis is null, r.basis, c.basis.v) as basis,
            if(c.subset is null, r.is_subset, c.subset.v) as is_subset,
            case
                when p.case_id is not null then 'case'
                when c.case_report_id is not null and c.case_report_id.v is null then 'aggregate'
                else r.scope
            end as scope,
            if(c.case_report_id is not null and c.case_report_id.v is null, null, coalesce(p.case_report_id, r.case_report_id)) as case_report_id,
            if(c.case_report_id is not null and c.case_report_id.v is null, null, coalesce(p.case_id, r.case_id)) as case_id,
            if(c.campaign_key is null, r.campaign_key, c.campaign_key.v) as campaign_key,
            if(c.region_adcode is null, r.region_adcode, c.region_adcode.v) as region_adcode,
            if(c.period_start is null, r.period_start, c.period_start.v) as period_start,
            if(c.period_end is null, r.period_end, c.period_end.v) as period_end,
            if(c.point is null, null, {
                'metric': r.metric, 'value': r.value, 'unit': r.unit, 'qualifier': r.qualifier, 'basis': r.basis,
                'is_subset': r.is_subset, 'scope': r.scope, 'case_report_id': r.case_report_id,
                'campaign_key': r.campaign_key, 'region_adcode': r.region_adcode, 'period_start': r.period_start,
                'period_end': r.period_end
            }) as told,
            s.point as believed_from,
            if(c.is_retracted, s.point, coalesce(s.next_point, r.believed_to)) as believed_to
        )
    from stretches as s
    inner join rows as r
        on
            s.article_key = r.article_key and s.figure_id = r.figure_id and s.coded_from = r.coded_from
            and s.origin = r.believed_from
    left join changes as c
        on
            s.article_key = c.article_key and s.figure_id = c.figure_id and s.coded_from = c.coded_from
            and s.point = c.point
    left join put as p
        on
            s.article_key = p.article_key and s.figure_id = p.figure_id and s.coded_from = p.coded_from
            and s.point = p.point
)

-- What was never believed leaves a row of an empty stretch: there is no other memory of what was told.
select *
from pieces
qualify
    believed_to is distinct from believed_from
    or row_number() over (
        partition by article_key, figure_id, coded_from
        order by believed_to is distinct from believed_from desc, believed_from
    ) = 1;

delete from fact_figure_history as f
using corrected_figures as d
where f.article_key = d.article_key and f.figure_id = d.report_id and f.coded_from = d.coded_from;

insert into fact_figure_history by name from changed_figures;
