-- grain: a reported figure in a stretch of the log in which it was believed as is; key: figure_id, believed_from
-- value is in `unit`: persons, cases, …, or an ISO 4217 currency.
-- told: what the article says where a person corrected it, null where nobody did; correction_target_history says who.
-- coded_from: the commit of the coding. A row whose stretch is empty was told and never believed: a person had retracted it.
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
    told struct(
        metric varchar, value decimal(24, 4), unit varchar, qualifier varchar, basis varchar, is_subset boolean,
        scope varchar, case_report_id varchar, campaign_key varchar, region_adcode varchar, period_start date,
        period_end date
    ),
    coded_from bigint not null,
    believed_from bigint not null,
    believed_to bigint
);
