-- contract: one row a campaign; articles is the list of articles that speak of it
-- depends: bridge_campaign_article, dim_campaign
create macro campaigns_at(at_position) as table
select c.campaign_key as campaign, c.name_zh, c.name_en, c.year, a.articles
from dim_campaign_at(at_position) as c
inner join (
    select campaign_key, list(distinct article order by article) as articles
    from bridge_campaign_article_at(at_position)
    group by campaign_key
) as a using (campaign_key);

create view campaigns as from campaigns_at(end_of_log());

create macro campaigns_as_of(instant) as table from campaigns_at(position_as_of(instant));
