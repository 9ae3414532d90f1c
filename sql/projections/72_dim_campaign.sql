-- dim_campaign: campaigns that current articles speak of.
delete from dim_campaign where campaign_key in (select campaign_key from affected_campaigns);

insert into dim_campaign by name
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
semi join affected_campaigns using (campaign_key)
where believed_to is null
group by campaign_key;
