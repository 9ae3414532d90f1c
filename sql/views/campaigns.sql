-- contract: one row a campaign; articles is the list of articles that speak of it
-- depends: bridge_campaign_article
create view campaigns as
select c.campaign_key as campaign, c.name_zh, c.name_en, c.year, a.articles
from dim_campaign as c
inner join (
    select campaign_key, list(distinct article order by article) as articles
    from bridge_campaign_article
    group by campaign_key
) as a using (campaign_key);
