-- grain: a campaign that an article, a case or a figure names; key: campaign_key
-- articles: how many current articles speak of it; none where people put a case to it and no such article is believed any more.
-- depends: believed_at, dim_case, fact_figure
create macro dim_campaign_at(at_position) as table
with spoken_of as (
    select *, is_believed(believed_from, believed_to, at_position) as is_current
    from bridge_campaign_article_history
    where believed_from <= at_position
),

named as (
    select campaign_key from spoken_of where is_current
    union
    select campaign_key from dim_case_at(at_position)
    union
    select campaign_key from fact_figure_at(at_position)
)

select
    campaign_key,
    first(name_zh order by is_current desc, published_on nulls last, article) filter (where name_zh is not null) as name_zh,
    first(name_en order by is_current desc, published_on nulls last, article) filter (where name_en is not null) as name_en,
    first(year order by is_current desc, published_on nulls last, article) filter (where year is not null) as year,
    first(region_adcode order by is_current desc, published_on nulls last, article) filter (
        where region_adcode is not null
    ) as region_adcode,
    count(distinct article) filter (where is_current) as articles,
    min(published_on) filter (where is_current) as first_published_on,
    max(published_on) filter (where is_current) as last_published_on
from named
left join spoken_of using (campaign_key)
where campaign_key is not null
group by campaign_key;

create view dim_campaign as from dim_campaign_at(end_of_log());

create macro dim_campaign_as_of(instant) as table from dim_campaign_at(position_as_of(instant));
