-- What a correction may refer to: adcodes of places, keys of campaigns.
select (select list(adcode) from dim_region) as places, (select list(campaign_key) from dim_campaign) as campaigns;
