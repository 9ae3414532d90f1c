-- case_history: the best description of a case from the reports that tell it.
-- Policy: the title of the first report; codes (scheme, role, campaign, place in charge) that most reports give, on a
-- tie the earliest report's. What a person said of the case stands above that; of several words on one thing the last.
insert into case_history by name
with reports as (
    select *
    from case_report_history
    semi join affected_cases using (case_id)
),

-- A word on a case that was merged is one on the case that it is told under.
corrections as (
    select
        d.* replace (coalesce(a.canonical_case_id, d.case_id) as case_id),
        greatest(d.in_force_from, a.believed_from) as valid_from,
        least(d.in_force_to, a.believed_to) as valid_to
    from standing_corrections as d
    left join case_alias_history as a
        on
            d.case_id = a.case_id and (d.in_force_to is null or a.believed_from < d.in_force_to)
            and (a.believed_to is null or a.believed_to > d.in_force_from)
    where d.type = 'case_corrected'
),

points as (
    select case_id, believed_from as point from reports
    union
    select case_id, believed_to from reports where believed_to is not null
    union
    select case_id, unnest([valid_from, valid_to]) from corrections semi join affected_cases using (case_id)
),

stretches as (
    select case_id, point, lead(point) over (partition by case_id order by point) as next_point
    from points
    where point is not null
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
),

corrected as (
    select
        s.case_id, s.point,
        last_word(c.title, c.position, false) as title,
        last_word(c.scheme, c.position, list_contains(c.cleared, 'scheme')) as scheme,
        last_word(c.role, c.position, list_contains(c.cleared, 'role')) as role,
        last_word(c.campaign_key, c.position, list_contains(c.cleared, 'campaign_key')) as campaign_key,
        last_word(c.jurisdiction_adcode, c.position, list_contains(c.cleared, 'jurisdiction_adcode')) as jurisdiction_adcode,
        last_word(c.occurred_on, c.position, list_contains(c.cleared, 'occurred_on')) as occurred_on,
        list(distinct c.position order by c.position) as corrections
    from stretches as s
    inner join corrections as c
        on s.case_id = c.case_id and c.valid_from <= s.point and (c.valid_to is null or c.valid_to > s.point)
    group by s.case_id, s.point
)

select
    d.case_id,
    coalesce(c.title.v, d.title) as title,
    d.title_zh,
    d.title_en,
    d.code_name,
    if(c.scheme is null, e.scheme, c.scheme.v) as scheme,
    if(c.role is null, e.role, c.role.v) as role,
    if(c.campaign_key is null, e.campaign_key, c.campaign_key.v) as campaign_key,
    if(c.jurisdiction_adcode is null, e.adcode, c.jurisdiction_adcode.v) as jurisdiction_adcode,
    d.agency_name,
    if(c.occurred_on is null, d.occurred_on, c.occurred_on.v) as occurred_on,
    d.first_reported_on,
    d.last_reported_on,
    d.articles,
    d.reports,
    c.corrections,
    d.point as believed_from,
    d.next_point as believed_to
from described as d
left join elected as e using (case_id, point)
left join corrected as c using (case_id, point);
