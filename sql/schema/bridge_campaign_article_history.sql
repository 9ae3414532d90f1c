-- grain: an article that speaks of a campaign; key: report_id, believed_from
create table bridge_campaign_article_history (
    report_id varchar not null,
    article varchar not null,
    article_key bigint not null,
    campaign_key varchar not null,
    name_zh varchar,
    name_en varchar,
    year integer,
    region_adcode varchar,
    published_on date,
    rule varchar not null,
    span_start integer not null,
    span_end integer not null,
    quote varchar not null,
    believed_from bigint not null,
    believed_to bigint
);
