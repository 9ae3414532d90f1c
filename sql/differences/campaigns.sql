-- Campaigns.
-- key: campaign_key
select
    campaign_key as key, coalesce(name_zh, name_en, campaign_key) as label, null as topic, name_zh, name_en, year,
    region_adcode, articles, first_published_on, last_published_on
from dim_campaign;
