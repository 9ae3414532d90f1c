-- case_history: the best description of a case from the reports that tell it.
-- Policy: the title of the first report; codes (scheme, role, campaign, place in charge) that most reports give, on a
-- tie the earliest report's.
insert into case_history by name
with reports as (
    select *
    from case_report_history
    semi join affected_cases using (case_id)
),

points as (
    select case_id, believed_from as point from reports
    union
    select case_id, believed_to from reports where believed_to is not null
),

stretches as (
    select case_id, point, lead(point) over (partition by case_id order by point) as next_point
    from points
),

told as (
    select s.point, s.next_point, r.*
    from stretches as s
    inner join reports as r
        on
            s.case_id = r.case_id and r.believed_from <= s.point
            and (r.believed_to is null or r.believed_to > s.point)
),

votes as (
    select
        case_id, point, attribute, value, count(*) as reports,
        min((coalesce(published_on, date '9999-12-31'), article, case_key)) as earliest
    from (
        select case_id, point, published_on, article, case_key, 'scheme' as attribute, scheme as value from told
        union all
        select case_id, point, published_on, article, case_key, 'role', role from told
        union all
        select case_id, point, published_on, article, case_key, 'campaign_key', campaign_key from told
        union all
        select case_id, point, published_on, article, case_key, 'adcode', agency_adcode from told
    )
    where value is not null
    group by case_id, point, attribute, value
),

elected as (
    select
        case_id, point,
        max(value) filter (where attribute = 'scheme') as scheme,
        max(value) filter (where attribute = 'role') as role,
        max(value) filter (where attribute = 'campaign_key') as campaign_key,
        max(value) filter (where attribute = 'adcode') as adcode
    from (
        select *
        from votes
        qualify
            row_number() over (partition by case_id, point, attribute order by reports desc, earliest, value) = 1
    )
    group by case_id, point
),

described as (
    select
        case_id,
        point,
        next_point,
        first(title order by published_on nulls last, article, case_key) as title,
        first(title order by published_on nulls last, article, case_key) filter (where language = 'zh') as title_zh,
        first(title order by published_on nulls last, article, case_key) filter (where language = 'en') as title_en,
        first(code_name order by published_on nulls last, article, case_key) filter (
            where code_name is not null
        ) as code_name,
        first(agency_name order by published_on nulls last, article, case_key) filter (
            where agency_name is not null
        ) as agency_name,
        min(occurred_on) as occurred_on,
        min(published_on) as first_reported_on,
        max(published_on) as last_reported_on,
        count(distinct article) as articles,
        count(*) as reports
    from told
    group by case_id, point, next_point
)

select
    d.case_id, d.title, d.title_zh, d.title_en, d.code_name, e.scheme, e.role, e.campaign_key,
    e.adcode as jurisdiction_adcode, d.agency_name, d.occurred_on, d.first_reported_on, d.last_reported_on,
    d.articles, d.reports, d.point as believed_from, d.next_point as believed_to
from described as d
left join elected as e using (case_id, point);
