insert into dim_campaign
select :campaign_key, :name_zh, :year, published_on, published_on, 1
from dim_article
where article_key = :cause_position
on conflict (campaign_key) do update set
    first_published_on = min(first_published_on, excluded.first_published_on),
    last_published_on = max(last_published_on, excluded.last_published_on),
    articles = articles + 1;
