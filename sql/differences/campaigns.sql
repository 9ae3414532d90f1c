-- Campaigns.
-- key: campaign_key
select campaign_key as key, coalesce(name_zh, name_en, campaign_key) as label, * exclude (campaign_key)
from dim_campaign;
