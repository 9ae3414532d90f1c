-- grain: a campaign that at least one current article speaks of; key: campaign_key
create table dim_campaign (
    campaign_key varchar primary key,
    name_zh varchar,
    name_en varchar,
    year integer,
    region_adcode varchar,
    articles bigint not null,
    first_published_on date,
    last_published_on date
);
