-- grain: a campaign that at least one current article speaks of; key: campaign_key
-- depends: believed_at
create macro dim_campaign_at(at_position) as table
select
    campaign_key,
    first(name_zh order by published_on nulls last, article) filter (where name_zh is not null) as name_zh,
    first(name_en order by published_on nulls last, article) filter (where name_en is not null) as name_en,
    first(year order by published_on nulls last, article) filter (where year is not null) as year,
    first(region_adcode order by published_on nulls last, article) filter (
        where region_adcode is not null
    ) as region_adcode,
    count(distinct article) as articles,
    min(published_on) as first_published_on,
    max(published_on) as last_published_on
from bridge_campaign_article_history
where is_believed(believed_from, believed_to, at_position)
group by campaign_key;

create view dim_campaign as from dim_campaign_at(end_of_log());

create macro dim_campaign_as_of(instant) as table from dim_campaign_at(position_as_of(instant));
