-- grain: a reported figure in a stretch of the log in which it was believed as is; key: figure_id, believed_from
-- value is in `unit`: persons, cases, …, or an ISO 4217 currency.
-- is_subset: part of another figure of the same metric in the same article; never add it to that one.
create table fact_figure_history (
    figure_id varchar not null,
    position bigint not null,
    article varchar not null,
    article_key bigint not null,
    ordinal integer not null,
    case_report_id varchar,
    case_id varchar,
    campaign_key varchar,
    region_adcode varchar,
    metric varchar not null,
    value decimal(24, 4) not null,
    unit varchar not null,
    qualifier varchar not null,
    basis varchar not null,
    is_subset boolean not null,
    scope varchar not null,
    period_start date,
    period_end date,
    period_basis varchar,
    published_on date,
    confidence decimal(5, 4),
    rule varchar not null,
    span_start integer not null,
    span_end integer not null,
    quote varchar not null,
    believed_from bigint not null,
    believed_to bigint
);
